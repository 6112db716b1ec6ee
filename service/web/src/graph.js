// Pictures of nodes and edges: cytoscape with a layout in layers.
import cytoscape from "cytoscape";
import dagre from "cytoscape-dagre";

cytoscape.use(dagre);

export { cytoscape };
