# What no other graph holds leaves the default graph, then the graph goes. Its name takes the place of <graph>.

DELETE { ?s ?p ?o }
WHERE {
  GRAPH <graph> { ?s ?p ?o }
  FILTER NOT EXISTS {
    GRAPH ?other { ?s ?p ?o }
    FILTER(?other != <graph>)
  }
} ;
DROP SILENT GRAPH <graph>
