// Runs before the first paint: puts the reader's stored choices on the root element, where the style sheet reads them.
"use strict";
{
  const root = document.documentElement;
  let stored = {};
  try {
    stored = JSON.parse(localStorage.getItem("site-builder")) || {};
  } catch {
    // Storage may be forbidden, or hold something foreign; the page is complete without it.
  }
  const names = ["theme", "size", "leading", "width", "position", "tones", "spacing", "direction", "shortcuts"];
  if ("annotated" in root.dataset) names.push("pinyin", "level");
  for (const name of names) if (typeof stored[name] === "string") root.dataset[name] = stored[name];

  // The home page keeps room for the texts that were begun, so that nothing moves when reader.js lists them.
  const begun = Object.values(stored.places || {}).filter((place) => place.share < 1).length;
  if (begun) root.dataset.begun = Math.min(begun, 3);

  // On a slow machine the bar would be painted in pieces, and move: the first paint waits for what comes after it.
  const wait = document.createElement("link");
  wait.setAttribute("blocking", "render");
  wait.rel = "expect";
  wait.href = "#_main";
  document.head.append(wait);
}
