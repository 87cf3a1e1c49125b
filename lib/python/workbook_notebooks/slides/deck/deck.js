"use strict";
// Starts the slides; lowers the font size of a slide that is too full, step by step, until all of it can be seen.
const STEPS = [1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6];

function fit(slide) {
  for (const step of STEPS) {
    slide.style.fontSize = `${step}em`;
    if (slide.scrollHeight <= slide.clientHeight && slide.scrollWidth <= slide.clientWidth) break;
  }
}

Reveal.initialize({
  width: 1280, height: 720, margin: 0, center: false, display: "flex", transition: "none", navigationMode: "linear",
  slideNumber: "c/t", hash: true,
});
Reveal.on("ready", (event) => fit(event.currentSlide));
Reveal.on("slidechanged", (event) => fit(event.currentSlide));
