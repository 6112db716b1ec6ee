import java.io.File;
import java.util.Set;
import java.util.TreeSet;
import org.semanticweb.HermiT.Configuration;
import org.semanticweb.HermiT.Reasoner;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWL2RLProfile;
import org.semanticweb.owlapi.profiles.OWLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;

/**
 * Says of each file whether it is consistent, which classes can have no members, and where it leaves OWL 2 DL and RL.
 * One line a finding: file, tab, word, tab, what. Run from its source, with HermiT.jar on the class path.
 */
public final class Judge {
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            OWLOntology ontology = OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(file));
            profile(file, "DL", new OWL2DLProfile(), ontology);
            profile(file, "RL", new OWL2RLProfile(), ontology);
            try {
                reason(file, ontology);
            } catch (IllegalArgumentException failure) {  // it reasons over OWL 2 DL only
                say(file, "refused", String.valueOf(failure.getMessage()).replaceAll("\\s+", " "));
            }
        }
    }

    private static void profile(String file, String name, OWLProfile profile, OWLOntology ontology) {
        Set<String> lines = new TreeSet<>();
        for (OWLProfileViolation violation : profile.checkOntology(ontology).getViolations()) {
            lines.add(violation.toString().replaceAll("\\s+", " "));
        }
        for (String line : lines) {
            say(file, name, line);
        }
    }

    private static void reason(String file, OWLOntology ontology) {
        Configuration configuration = new Configuration();
        configuration.throwInconsistentOntologyException = false;
        configuration.ignoreUnsupportedDatatypes = true;  // xsd:date and its kin are no OWL 2 datatypes
        Reasoner reasoner = new Reasoner(configuration, ontology);
        boolean isConsistent = reasoner.isConsistent();
        say(file, isConsistent ? "consistent" : "inconsistent", "");
        if (isConsistent) {
            for (OWLClass one : reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom()) {
                say(file, "unsatisfiable", one.getIRI().toString());
            }
        }
        reasoner.dispose();
    }

    private static void say(String file, String word, String what) {
        System.out.println(file + "\t" + word + "\t" + what);
    }
}
