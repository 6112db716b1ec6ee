// Measure addresses with Lighthouse in the chromium of CHROME_PATH; JSON on standard output.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const categories = ["performance", "accessibility", "best-practices", "seo"];
const chrome = await launch({
  chromeFlags: [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
  ],
});

/** The best of up to three runs: other work on the machine makes a page look slow, nothing makes it look fast. */
async function best(address) {
  let kept = null;
  for (let run = 0; run < 3; run += 1) {
    const { lhr } = await lighthouse(address, { port: chrome.port, onlyCategories: categories, logLevel: "error" });
    if (!kept || lhr.categories.performance.score > kept.categories.performance.score) kept = lhr;
    if (kept.categories.performance.score >= 0.95 || kept.runtimeError) break;
  }
  return kept;
}

const results = [];
try {
  for (const address of process.argv.slice(2)) {
    const { audits, categories: found } = await best(address);
    const counted = new Set(Object.values(found).flatMap(({ auditRefs }) => auditRefs.filter((one) => one.weight > 0).map((one) => one.id)));
    results.push({
      path: new URL(address).pathname + new URL(address).search,
      scores: Object.fromEntries(categories.map((name) => [name, found[name].score])),
      failed: [...counted].filter((id) => audits[id].score !== null && audits[id].score < 0.9),
    });
  }
} finally {
  chrome.kill();
}
console.log(JSON.stringify(results));
