// The libraries, each named with its version in this place only.
// Preact's hooks import the bare name "preact", which needs an import map, which the content
// security policy forbids; components with state of their own are classes instead.
export { Component, Fragment, createRef, h, render } from '/webjars/preact/10.28.0/dist/preact.module.js';
export { default as UPlot } from '/webjars/uplot/1.6.30/dist/uPlot.esm.js';
export { default as cytoscape } from '/webjars/cytoscape/3.33.1/dist/cytoscape.esm.min.mjs';
