"use strict";
// Cuts the notebook's cells into slides, one idea each and never more than a page holds, and starts reveal.js.
const slides = document.querySelector(".slides");
const SIZES = [1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65]; // of the font
const READABLE = 0.8; // below it, what belongs together is rather shown on two slides

/** What stays whole: each paragraph, list or table of a text, and code with its outputs, but for a page in a frame (the playground). */
function blocks(cell) {
  if (cell.matches(".prose")) return [...cell.children].map((child) => wrapped("prose", child));
  return cell.querySelector("iframe") ? [...cell.children].map((child) => wrapped("cell", child)) : [cell];
}

function wrapped(name, ...children) {
  const block = document.createElement("div");
  block.className = name;
  block.append(...children);
  return block;
}

const isHeading = (block) => block.matches(":has(> h1, > h2)");

/** Whether a text says little without what follows: code, a formula, a table, or all after a colon or a small heading. */
function introduces(block, following) {
  if (!following || block.matches(".cell") || isHeading(following)) return false;
  return following.matches(".cell, :has(> .formula, > table)") || block.matches(":has(> h3)") || block.textContent.trim().endsWith(":");
}

/** Whether something reaches over the inside of the slide, or a picture, which has a least height, over what follows it. */
function isTooFull(slide) {
  const place = slide.getBoundingClientRect();
  const edges = getComputedStyle(slide);
  const [bottom, right] = [place.bottom - parseFloat(edges.paddingBottom), place.right - parseFloat(edges.paddingRight)];
  const isOutside = (part) => part.bottom > bottom || part.right > right;
  return [...slide.querySelectorAll("*")].some((part) => isOutside(part.getBoundingClientRect()))
    || [...slide.querySelectorAll(".cell, .output")].some((part) => part.scrollHeight > part.clientHeight + 1);
}

/** Lowers the font size of a slide, step by step, until all of it can be seen; false if it cannot at the smallest size allowed. */
function fit(slide, smallest) {
  return SIZES.filter((size) => size >= smallest).some((size) => {
    slide.style.fontSize = `${size}em`;
    return !isTooFull(slide);
  });
}

/** Begins a slide under a heading, which goes on there if it had a slide before. */
function opened(heading) {
  const slide = document.createElement("section");
  slides.append(slide);
  if (heading) {
    slide.append(heading.cloneNode(true));
    if (!heading.matches(".begun")) heading.firstChild.append(" …");
    heading.classList.add("begun");
  }
  return slide;
}

function cut(coming) {
  let heading = null;
  let slide = null;
  while (coming.length > 0) {
    if (isHeading(coming[0])) {
      heading = coming.shift();
      slide = null;
      continue;
    }
    const together = [coming.shift()];
    while (introduces(together.at(-1), coming[0])) together.push(coming.shift());
    slide?.append(...together);
    if (slide === null || isTooFull(slide)) {
      slide = opened(heading);
      slide.append(...together);
    }
    while (!fit(slide, READABLE) && together.length > 1) {
      coming.unshift(together.pop());
      coming[0].remove();
    }
    if (isTooFull(slide) && together[0].children.length > 1) coming.unshift(wrapped("cell", ...[...together[0].children].slice(1)));
    fit(slide, 0);
    if (slide.style.fontSize !== "1em") slide = null;
  }
}

// Heights are known when the pictures are there.
addEventListener("load", () => {
  const cells = document.querySelector("main");
  slides.classList.add("paging");
  cut([...cells.children].flatMap(blocks));
  slides.classList.remove("paging");
  cells.remove();
  Reveal.initialize({
    width: 1280, height: 720, margin: 0, center: false, display: "flex", transition: "none", navigationMode: "linear",
    slideNumber: "c/t", hash: true, pdfMaxPagesPerSlide: 1,
  });
});
