// The root page: goes on to the script chosen before, unless the reader came to choose anew, and remembers the choice.
"use strict";
{
  const KEY = "site-builder";
  const links = [...document.querySelectorAll("a[data-script]")];

  const stored = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY)) || {};
    } catch {
      return {};
    }
  };

  const chosen = links.find((link) => link.dataset.script === stored().script);
  if (chosen && !location.search.includes("choose")) location.replace(chosen.href);

  for (const link of links) {
    link.addEventListener("click", () => {
      try {
        localStorage.setItem(KEY, JSON.stringify({ ...stored(), script: link.dataset.script }));
      } catch {
        // Without storage the choice holds for this visit alone.
      }
    });
  }
}
