"use strict";
// Draws each plot of the page from the JSON beside it, as wide as the page, in the page's colours.
const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;

function forDarkPage(layout) {
  const axis = { gridcolor: "#303841", zerolinecolor: "#56616f" };
  const darker = { ...layout, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)" };
  darker.font = { ...layout.font, color: "#e4e8ec" };
  for (const name of Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key))) {
    darker[name] = { ...layout[name], ...axis };
  }
  return darker;
}

for (const figure of document.querySelectorAll("figure.plot")) {
  const plot = JSON.parse(figure.querySelector("script").textContent);
  const { width, ...layout } = plot.layout || {};
  const height = Math.min(layout.height || 450, 520);
  const wide = { ...layout, height, autosize: true };
  Plotly.newPlot(figure, plot.data, dark ? forDarkPage(wide) : wide, { responsive: true, displaylogo: false });
}
