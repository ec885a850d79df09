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
  for (const name of ["theme", "size"]) {
    if (typeof stored[name] === "string") root.dataset[name] = stored[name];
  }
  if (typeof stored.pinyin === "string" && "annotated" in root.dataset) root.dataset.pinyin = stored.pinyin;
}
