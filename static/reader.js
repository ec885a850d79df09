// The only script of a page: the reader's choices, readings that keep out of the text's way, and the place that is being
// read. Everything here makes a page better that works without it. It stands in the head, so that the choices hold from
// the first paint on; the rest begins when the page is complete. Events are caught at the document, and elements looked
// up when they are needed, because the preview replaces them under our hands.
"use strict";
{
  const KEY = "site-builder";
  const root = document.documentElement;
  const one = (selector) => document.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

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

  // Before the first paint: the stored choices go on the root element, where the style sheet reads them.

  const applyChoices = () => {
    const choices = stored();
    const names = ["theme", "size", "leading", "width", "position", "tones", "spacing", "direction", "shortcuts"];
    if ("annotated" in root.dataset) names.push("pinyin", "level");
    for (const name of names) if (typeof choices[name] === "string") root.dataset[name] = choices[name];
    // The home page keeps room for the texts that were begun, so that nothing moves when they are listed.
    const begun = Object.values(choices.places || {}).filter((place) => place.share < 1).length;
    if (begun) root.dataset.begun = Math.min(begun, 3);
  };

  // On a slow machine the bar would be painted in pieces, and move: the first paint waits for what comes after it.
  const awaitBar = () => {
    const wait = document.createElement("link");
    wait.setAttribute("blocking", "render");
    wait.rel = "expect";
    wait.href = "#_main";
    document.head.append(wait);
  };

  const whenIdle = window.requestIdleCallback || ((work) => setTimeout(() => work({ timeRemaining: () => 8 })));

  // Readings are lifted out of the text into attributes, which the style sheet shows: so a phrase is found and copied
  // whole while its readings stand over it. Without this script they stay where they are.

  const MARKS = ["\u0304ˉ", "\u0301ˊ", "\u030cˇ", "\u0300ˋ", "˙"];
  const tones = new Map();

  const toneOf = (syllable) => {
    if (!tones.has(syllable)) {
      const digit = /[1-6]$/.exec(syllable);
      const found = MARKS.findIndex((marks) => [...syllable.normalize("NFD")].some((sign) => marks.includes(sign)));
      const unmarked = /[\u3105-\u312f]/.test(syllable) ? 1 : 5;
      tones.set(syllable, digit ? digit[0] : found < 0 ? unmarked : found + 1);
    }
    return tones.get(syllable);
  };

  // The signs of Zhuyin stand in a column, and the mark of the tone beside it.
  const ZHUYIN = /^(˙?)([\u3105-\u312f]+)([ˊˇˋ]?)$/;

  const lift = (rt) => {
    const syllable = rt.textContent;
    const [, dot, signs, mark] = ZHUYIN.exec(syllable) || [];
    rt.dataset.reading = signs || syllable;
    rt.dataset.tone = toneOf(syllable);
    if (signs) {
      rt.dataset.mark = dot || mark;
      rt.dataset.signs = signs.length;
    }
    rt.textContent = "";
  };

  const readingOf = ({ dataset, textContent }) => (dataset.reading || textContent) + (dataset.mark || "");

  const liftReadings = () => {
    const waiting = all("rt:not(:empty)");
    let next = 0;
    const work = (idle) => {
      do {
        for (const end = Math.min(next + 50, waiting.length); next < end; next++) lift(waiting[next]);
      } while (next < waiting.length && idle.timeRemaining() > 2);
      if (next < waiting.length) whenIdle(work, { timeout: 500 });
    };
    // A link to a phrase is followed as soon as the page is complete, and must find it.
    const toPhrase = performance.getEntriesByType("navigation")[0]?.name.includes(":~:");
    if (toPhrase) waiting.forEach(lift);
    else whenIdle(work, { timeout: 500 });
  };

  // Blocks out of view are not laid out; how high they will be is estimated from their number of characters.

  const NOT_LATIN = /[^\x00-\u036f\u1e00-\u1eff\s]/g;

  const estimateHeights = () => {
    for (const text of all(".text")) {
      const style = getComputedStyle(text);
      const line = style.writingMode === "vertical-rl" ? text.clientHeight : text.clientWidth;
      text.style.setProperty("--per-line", Math.max(1, Math.floor(line / parseFloat(style.fontSize))));
      for (const block of text.children) {
        if (!block.style.getPropertyValue("--count")) {
          block.style.setProperty("--count", (block.textContent.match(NOT_LATIN) || []).length + 2);
        }
      }
    }
  };

  // The line that is being read: the first whole one under the bar, known by one of its characters.

  const verticalText = () => {
    const text = one(".article > .text");
    return text && getComputedStyle(text).writingMode === "vertical-rl" ? text : null;
  };

  const stickyBar = () => {
    const bar = one(".bar");
    return bar && getComputedStyle(bar).position === "sticky" ? bar : null;
  };

  const topOfView = () => Math.max(0, stickyBar()?.getBoundingClientRect().bottom || 0);

  // Where a block stands that was jumped to: a little below the bar, even while that is away.
  const landing = () => (stickyBar()?.offsetHeight || 0) + 16;

  const rangeOf = (node, offset) => {
    const character = document.createRange();
    character.setStart(node, offset);
    character.setEnd(node, offset + 1);
    return character;
  };

  const characterAt = (x, y) => {
    const caret = document.caretPositionFromPoint?.(x, y);
    const old = caret ? null : document.caretRangeFromPoint?.(x, y);
    const [node, offset] = caret ? [caret.offsetNode, caret.offset] : [old?.startContainer, old?.startOffset];
    if (node?.nodeType !== Node.TEXT_NODE || !one("main").contains(node) || node.parentElement.closest("rt")) return null;
    const character = rangeOf(node, Math.min(offset, node.length - 1));
    return character.getBoundingClientRect().height ? character : null;
  };

  // The first character of a line keeps its line when words grow wider or narrower, a later one may leave it.
  const startOfLine = (character, edge) => {
    const place = character.getBoundingClientRect()[edge];
    const block = character.startContainer.parentElement.closest("p, li, h1, h2, h3, h4, h5, h6, dd, dt, td, pre");
    const texts = document.createTreeWalker(block || one("main"), NodeFilter.SHOW_TEXT);
    texts.currentNode = character.startContainer;
    let first = character;
    let offset = character.startOffset;
    for (let node = texts.currentNode; node; node = texts.previousNode(), offset = node?.length) {
      if (node.parentElement.closest("rt")) continue;
      while (offset-- > 0) {
        const before = rangeOf(node, offset);
        const rect = before.getBoundingClientRect();
        if (rect.height && Math.abs(rect[edge] - place) > rect.height / 2) return first;
        if (rect.height) first = before;
      }
    }
    return first;
  };

  const lineInView = () => {
    const vertical = verticalText();
    const box = (vertical || one(".text") || one("main")).getBoundingClientRect();
    const top = topOfView();
    const [start, end] = vertical ? [box.right - 2, Math.max(box.left, 0)] : [top + 1, innerHeight];
    const isWhole = (rect) => (vertical ? rect.right <= box.right : rect.top >= top);
    // An open menu lies over the text, but it is the text that is asked for.
    const bar = one(".bar");
    if (bar) bar.style.pointerEvents = "none";
    let found = null;
    for (let at = start; !found && (vertical ? at > end : at < end); at += vertical ? -8 : 8) {
      for (const across of [4, 24, 48, 96]) {
        const character = vertical ? characterAt(at, box.top + across) : characterAt(box.left + across, at);
        if (character && isWhole(character.getBoundingClientRect())) found = character;
        if (found) break;
      }
    }
    bar?.style.removeProperty("pointer-events");
    return found && startOfLine(found, vertical ? "right" : "top");
  };

  // How far a line is from the edge of the view at which reading begins: the top, or the right where text is vertical.

  const distance = (character) => {
    const vertical = verticalText();
    const rect = character.getBoundingClientRect();
    return vertical ? rect.right - vertical.getBoundingClientRect().right : rect.top;
  };

  const hold = (character, wanted, frames) => {
    // The browser's own anchoring would move the page a second time.
    root.style.overflowAnchor = "none";
    const off = distance(character) - wanted;
    if (verticalText()) verticalText().scrollBy({ left: off, behavior: "instant" });
    else scrollBy({ top: off, behavior: "instant" });
    seenAt = scrollY;
    // Blocks that come near the view get their real heights in the frames that follow.
    if (frames > 0) requestAnimationFrame(() => hold(character, wanted, frames - 1));
    else root.style.removeProperty("overflow-anchor");
  };

  const holdAtEdge = (character, frames) => {
    verticalText()?.scrollIntoView({ behavior: "instant" });
    hold(character, verticalText() ? 0 : topOfView() + 16, frames);
  };

  const keepLine = (change) => {
    const line = lineInView();
    const wasVertical = verticalText();
    const before = line && distance(line);
    change();
    estimateHeights();
    if (line && verticalText() === wasVertical) hold(line, before, 4);
    else if (line) holdAtEdge(line, 4);
  };

  // The bar makes room while one reads on, and comes back when one goes back.

  let seenAt = 0;
  const moveBar = () => {
    const moved = scrollY - seenAt;
    if (Math.abs(moved) < 8 && scrollY > 0) return;
    seenAt = scrollY;
    if (moved > 0 && scrollY > 96) root.dataset.bar = "away";
    else delete root.dataset.bar;
  };

  // Settings: the radio buttons show what the root element says, and change it.

  const showChoices = () => {
    for (const input of all(".menu input")) {
      if (root.dataset[input.name]) input.checked = input.value === root.dataset[input.name];
    }
  };

  const choose = (changes) => {
    keepLine(() => {
      hideReadings();
      for (const [name, value] of Object.entries(changes)) {
        if (value === undefined) delete root.dataset[name];
        else root.dataset[name] = value;
      }
    });
    store(changes);
  };

  document.addEventListener("change", ({ target }) => {
    if (target.closest(".menu")) choose({ [target.name]: target.value });
  });

  document.addEventListener("reset", ({ target }) => {
    const names = new Set([...target.elements].map((element) => element.name).filter(Boolean));
    choose(Object.fromEntries([...names].map((name) => [name, undefined])));
  });

  // Menus close like menus: on Escape, and when the reader goes elsewhere.

  const openMenus = () => all(".menu[open]");

  document.addEventListener("keydown", (event) => {
    const [open] = event.key === "Escape" ? openMenus() : [];
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  for (const event of ["click", "focusin"]) {
    document.addEventListener(event, ({ target }) => {
      for (const menu of openMenus()) if (!menu.contains(target)) menu.open = false;
    });
  }

  // Tapping a word shows its reading; the reading hangs over the word, so that nothing moves.

  const hideReadings = () => {
    for (const word of all("ruby[data-shown]")) delete word.dataset.shown;
  };

  document.addEventListener("click", ({ target }) => {
    const word = target.closest("main ruby");
    if (!word || target.closest("a") || !["tap", "above"].includes(root.dataset.pinyin)) return;
    const readings = all("rt", word);
    if (!readings.length || getComputedStyle(readings[0]).display !== "none") return;
    const wasShown = "shown" in word.dataset;
    hideReadings();
    if (!wasShown) word.dataset.shown = readings.map(readingOf).join(" ");
  });

  // The place in a text: the block under the bar. Ids are the same in every script.

  const blocks = () => all(".article > .text > [id]");

  const blockInView = () => {
    const vertical = verticalText();
    if (vertical) {
      const right = vertical.getBoundingClientRect().right;
      return blocks().find((block) => block.getBoundingClientRect().left < right - 1);
    }
    // Blocks overlap by less than a character.
    const top = landing() + parseFloat(getComputedStyle(one(".text") || root).fontSize);
    return blocks().find((block) => block.getBoundingClientRect().bottom > top);
  };

  // A link to the page in another script goes to the line that is being read, and puts it where it was. It is known by
  // its place in its block: script changes characters, hardly ever their number.

  const ARRIVAL = "site-builder-arrival";

  const textNodes = (block) => {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("rt")) nodes.push(walker.currentNode);
    return nodes;
  };

  const placeOf = (character) => {
    const block = character?.startContainer.parentElement.closest(".article > .text > [id]");
    if (!block) return null;
    const nodes = textNodes(block);
    const before = nodes.slice(0, nodes.indexOf(character.startContainer));
    const index = before.reduce((sum, node) => sum + node.length, character.startOffset);
    return { id: block.id, index, distance: distance(character), vertical: Boolean(verticalText()) };
  };

  const characterOf = ({ id, index }) => {
    const block = document.getElementById(id);
    let rest = index;
    for (const node of block ? textNodes(block) : []) {
      if (rest < node.length) return rangeOf(node, rest);
      rest -= node.length;
    }
    return null;
  };

  document.addEventListener("click", ({ target }) => {
    const link = target.closest("a[data-script]");
    if (!link) return;
    store({ script: link.dataset.script });
    const place = scrollY > 0 || verticalText()?.scrollLeft ? placeOf(lineInView()) : null;
    link.hash = place ? place.id : "";
    if (place) sessionStorage.setItem(ARRIVAL, JSON.stringify(place));
  });

  const arrive = () => {
    const place = JSON.parse(sessionStorage.getItem(ARRIVAL));
    sessionStorage.removeItem(ARRIVAL);
    const line = place && location.hash.slice(1) === place.id && characterOf(place);
    if (!line) return;
    requestAnimationFrame(() => {
      if (Boolean(verticalText()) === place.vertical) hold(line, place.distance, 10);
      else holdAtEdge(line, 10);
    });
  };

  // The root page goes on to the script chosen before, unless the reader came to choose anew.

  const goOn = () => {
    const chosen = all(".doors a[data-script]").find((link) => link.dataset.script === stored().script);
    if (chosen && !location.search.includes("choose")) location.replace(chosen.href);
  };

  const titleOf = (element) => {
    const copy = element.cloneNode(true);
    for (const rt of all("rt", copy)) rt.remove();
    return copy.textContent.trim();
  };

  // Places are remembered for each text, whatever its script; going back to one is offered, never done.

  const MOST_PLACES = 50;
  const homePath = () => one(".bar-home")?.pathname || "/";
  const innerOf = (link) => decodeURI(link.pathname.slice(homePath().length));
  const percent = (share) => `${Math.round(share * 100)}%`;
  const resume = () => one(".resume:not([hidden])");

  const rememberPlace = () => {
    const list = blocks();
    if (!list.length || resume()) return;
    const places = stored().places || {};
    const here = blockInView();
    const index = here ? list.indexOf(here) : list.length;
    const last = list.at(-1).getBoundingClientRect();
    const isDone = !verticalText() && list.length > 1 && last.bottom <= innerHeight;
    if (index === 0 && !isDone && !places[innerOf(location)]) return;
    places[innerOf(location)] = {
      id: here?.id || list.at(-1).id,
      share: isDone ? 1 : Math.min(index / list.length, 0.99),
      title: titleOf(one(".article h1")),
      lang: root.lang,
      day: Date.now(),
    };
    const newest = Object.entries(places).sort(([, one], [, other]) => other.day - one.day);
    store({ places: Object.fromEntries(newest.slice(0, MOST_PLACES)) });
  };

  const offerPlace = () => {
    const link = one(".resume");
    const place = (stored().places || {})[innerOf(location)];
    if (!link || !place || place.share >= 1 || !place.share || location.hash) return;
    if (!document.getElementById(place.id) || scrollY > innerHeight) return;
    link.hash = place.id;
    link.querySelector("span").textContent = percent(place.share);
    link.hidden = false;
  };

  let resting = 0;
  const onScroll = () => {
    clearTimeout(resting);
    resting = setTimeout(() => {
      const link = resume();
      if (link && scrollY > innerHeight / 2) link.hidden = true;
      rememberPlace();
    }, 400);
  };
  addEventListener("scroll", onScroll, { passive: true, capture: true });
  addEventListener("pagehide", rememberPlace);
  document.addEventListener("click", ({ target }) => {
    const link = target.closest(".resume");
    if (link) link.hidden = true;
  });

  // Lists show how far one has come, and the home page leads back to the texts that were begun.

  const showProgress = () => {
    const places = stored().places || {};
    for (const link of all("a.row-title")) {
      const place = places[innerOf(link)];
      const row = link.closest(".row");
      row.querySelector(".progress")?.remove();
      if (!place) continue;
      const note = document.createElement("span");
      note.className = "progress";
      note.textContent = place.share < 1 ? percent(place.share) : one("main").dataset.done;
      row.querySelector(".figures").append(note);
    }
    const list = one(".begun .rows");
    if (!list) return;
    const begun = Object.entries(places).filter(([, place]) => place.share < 1).slice(0, 3);
    list.replaceChildren(...begun.map(([inner, place]) => {
      const row = document.createElement("li");
      const link = document.createElement("a");
      const note = document.createElement("span");
      link.href = `${homePath()}${encodeURI(inner)}#${place.id}`;
      // The title as this page's script has it, where the page names it.
      const known = all("a.row-title").find((title) => innerOf(title) === inner);
      link.textContent = known ? titleOf(known) : place.title;
      if (!known) link.lang = place.lang;
      note.className = "progress";
      note.textContent = percent(place.share);
      row.append(link, " ", note);
      return row;
    }));
  };

  // A link to one paragraph stands beside it while the pointer is on it.

  const pointAt = (block) => {
    const link = one(".permalink");
    if (!link || !block) return;
    link.hash = block.id;
    link.hidden = false;
    const [from, to] = [link.offsetParent, block].map((element) => element.getBoundingClientRect());
    const padding = parseFloat(getComputedStyle(block).paddingBlockStart);
    link.style.top = verticalText() ? "" : `${to.top - from.top + padding}px`;
    link.style.right = verticalText() ? `${from.right - to.right + padding}px` : "";
  };

  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType === "mouse") pointAt(target.closest(".article > .text > [id]"));
  });

  // A level narrows a list down. Its texts come from its own page, because the home page has the newest only.

  document.addEventListener("click", async (event) => {
    const link = event.target.closest(".levels a");
    const listing = one(".listing");
    if (!link || !listing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const wasChosen = link.ariaCurrent;
    for (const other of all(".levels a")) other.ariaCurrent = null;
    if (!wasChosen) link.ariaCurrent = "true";
    try {
      const answer = wasChosen ? "" : await (await fetch(link.href)).text();
      const rows = new DOMParser().parseFromString(answer, "text/html").querySelector(".rows");
      if (!wasChosen && !link.ariaCurrent) return;
      one(".narrowed")?.remove();
      listing.hidden = Boolean(rows);
      if (!rows) return;
      rows.classList.add("narrowed");
      listing.after(rows);
      prepare();
    } catch {
      location.assign(link.href);
    }
  });

  // The address of a text, without anything that follows readers.

  document.addEventListener("click", async ({ target }) => {
    const button = target.closest(".share");
    if (!button) return;
    const url = one("link[rel=canonical]")?.href || location.href.split("#")[0];
    try {
      if (navigator.share) await navigator.share({ title: titleOf(one("h1")), url });
      else await navigator.clipboard.writeText(url);
      if (!navigator.share) button.textContent = button.dataset.copied;
    } catch {
      // The reader thought better of it.
    }
  });

  // Keys, unless they are switched off or meant for a field.

  const showNext = (step) => {
    const items = blocks().length ? blocks() : all("a.row-title");
    const top = landing();
    const ahead = items.findIndex((item) => item.getBoundingClientRect().top > top + 4);
    const passed = items.findLastIndex((item) => item.getBoundingClientRect().top < top - 4);
    const focused = items.indexOf(document.activeElement);
    const item = focused >= 0 ? items[focused + step] : items[step > 0 ? ahead : passed];
    if (!item) return;
    item.scrollIntoView({ behavior: "instant", inline: "start" });
    if (item.matches("a")) item.focus();
    else pointAt(item);
  };

  const KEYS = {
    p: () => {
      const modes = all("input[name=pinyin]");
      const next = modes[(modes.findIndex((mode) => mode.checked) + 1) % modes.length];
      if (!next) return;
      next.checked = true;
      choose({ pinyin: next.value });
    },
    s: () => {
      const links = all(".scripts a");
      links[(links.findIndex((link) => link.ariaCurrent) + 1) % links.length]?.click();
    },
    j: () => showNext(1),
    k: () => showNext(-1),
    "?": () => one(".keys")?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    const isElsewhere = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
    const inField = event.target.closest("input, textarea, select, [contenteditable], dialog[open]");
    if (isElsewhere || inField || root.dataset.shortcuts === "off" || !(event.key in KEYS)) return;
    event.preventDefault();
    KEYS[event.key]();
  });

  // Vertical text runs sideways; the wheel goes with it until its end.

  document.addEventListener("wheel", (event) => {
    const vertical = event.target.closest(".article > .text") && verticalText();
    if (!vertical || event.shiftKey || event.ctrlKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
    const before = vertical.scrollLeft;
    vertical.scrollBy({ left: -event.deltaY, behavior: "instant" });
    if (vertical.scrollLeft !== before) event.preventDefault();
  }, { passive: false });

  // What scrolls sideways must be reachable by keyboard.

  const reachScrollers = () => {
    for (const box of all(".text pre, .text table")) if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    const vertical = verticalText();
    if (vertical) vertical.tabIndex = 0;
  };

  // Pages that were visited can be read offline, if the site says so; the preview is never kept.

  const keepOffline = async () => {
    const workers = navigator.serviceWorker;
    const isPreview = one("script[data-preview]");
    if (root.dataset.offline && !isPreview) await workers?.register(root.dataset.offline);
    else if (workers?.controller) for (const one of await workers.getRegistrations()) await one.unregister();
  };

  const prepare = () => {
    estimateHeights();
    liftReadings();
    showChoices();
    showProgress();
    reachScrollers();
    for (const button of all(".share")) button.hidden = !navigator.share && !navigator.clipboard;
    // Beside the text the contents take no room from it, so they may as well be open.
    const contents = one(".contents");
    if (contents && getComputedStyle(contents).position === "sticky") contents.open = true;
  };

  applyChoices();
  awaitBar();
  document.addEventListener("DOMContentLoaded", () => {
    goOn();
    prepare();
  }, { once: true });
  addEventListener("load", () => {
    offerPlace();
    keepOffline().catch(() => undefined);
    arrive();
    // Coming to a place in the text is not yet reading on.
    requestAnimationFrame(() => {
      seenAt = scrollY;
      addEventListener("scroll", moveBar, { passive: true });
    });
  }, { once: true });
  addEventListener("resize", estimateHeights);
  document.addEventListener("preview:updated", prepare);
}
