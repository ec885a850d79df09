// The reader's choices: script, readings, theme, size. Everything here makes a page better that works without it.
"use strict";
{
  const KEY = "site-builder";
  const root = document.documentElement;
  const main = document.querySelector("main");

  const stored = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY)) || {};
    } catch {
      return {};
    }
  };

  const store = (changes) => {
    try {
      localStorage.setItem(KEY, JSON.stringify({ ...stored(), ...changes }));
    } catch {
      // Without storage a choice holds for this page alone.
    }
  };

  // The line that is being read: what lies under the bar, as small an element as there is.

  const topOfView = () => {
    const bar = document.querySelector(".bar");
    return getComputedStyle(bar).position === "sticky" ? bar.getBoundingClientRect().bottom : 0;
  };

  const elementInView = (selector) => {
    const top = topOfView();
    return [...main.querySelectorAll(selector)].find((element) => element.getBoundingClientRect().bottom > top + 1);
  };

  const keepPlace = (change) => {
    const block = scrollY > 0 && elementInView("p, li, h1, h2, h3, h4, h5, h6, tr, pre, dt, dd");
    const top = topOfView();
    const words = block ? [...block.querySelectorAll("ruby")] : [];
    const anchor = words.find((word) => word.getBoundingClientRect().bottom > top + 1) || block;
    const before = anchor && anchor.getBoundingClientRect().bottom;
    // The browser's own anchoring would move the page a second time.
    root.style.overflowAnchor = "none";
    change();
    if (anchor) scrollBy({ top: anchor.getBoundingClientRect().bottom - before, behavior: "instant" });
    requestAnimationFrame(() => requestAnimationFrame(() => root.style.removeProperty("overflow-anchor")));
  };

  // Settings: the radio buttons show what the root element says, and change it.

  for (const input of document.querySelectorAll(".menu input")) {
    const current = root.dataset[input.name];
    if (current) input.checked = input.value === current;
    input.addEventListener("change", () => {
      keepPlace(() => {
        hideReadings();
        root.dataset[input.name] = input.value;
      });
      store({ [input.name]: input.value });
    });
  }

  // Beside the text the contents take no room from it, so they may as well be open.

  const contents = document.querySelector(".contents");
  if (contents && getComputedStyle(contents).position === "sticky") contents.open = true;

  // What scrolls sideways must be reachable by keyboard.

  for (const box of main.querySelectorAll("pre, table")) if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;

  // Menus close like menus: on Escape, and when the reader goes elsewhere.

  const menus = [...document.querySelectorAll(".menu")];
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && menus.find((menu) => menu.open);
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false;
  });

  // Tapping a word shows its reading; the reading hangs over the word, so that nothing moves.

  const hideReadings = () => {
    for (const word of document.querySelectorAll("ruby[data-reading]")) delete word.dataset.reading;
  };

  main.addEventListener("click", (event) => {
    const word = event.target.closest("ruby");
    if (root.dataset.pinyin !== "tap" || !word || event.target.closest("a")) return;
    const wasShown = "reading" in word.dataset;
    hideReadings();
    if (!wasShown) word.dataset.reading = [...word.querySelectorAll("rt")].map((rt) => rt.textContent).join(" ");
  });

  // A link to the page in another script goes to the paragraph that is being read; ids are the same in every script.

  for (const link of document.querySelectorAll("a[data-script]")) {
    link.addEventListener("click", () => {
      store({ script: link.dataset.script });
      const block = scrollY > 0 && elementInView(".text [id]");
      link.hash = block ? block.id : "";
    });
  }
}
