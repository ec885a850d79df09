// The preview's client: keeps the page in step with its source, and lays the site's problems over it.
"use strict";
(() => {
  const self = document.currentScript;
  const base = new URL(".", self.src);
  const PLACE = "preview-place";

  // What the page shows: its digest, and the document as the server sent it, before deferred scripts make changes to it.
  let shown = self.dataset.preview;
  let sent = null;
  document.addEventListener("readystatechange", () => {
    sent = document.cloneNode(true);
    listen();
  }, { once: true });

  // Events. A hidden page listens to nothing: browsers open only six connections to a server, and editors have many tabs.

  let stream = null;
  let retry = 0;

  function listen() {
    clearTimeout(retry);
    stream?.close();
    stream = null;
    if (document.hidden) return;
    const address = new URL("events", base);
    address.search = new URLSearchParams({ page: location.pathname, shown });
    stream = new EventSource(address);
    stream.onopen = () => overlay.connected(true);
    stream.onerror = () => {
      // The browser would reconnect with what the page showed at first, so we do it ourselves.
      stream.close();
      overlay.connected(false);
      retry = setTimeout(listen, 1000);
    };
    stream.addEventListener("page", (event) => enqueue(JSON.parse(event.data).digest));
    stream.addEventListener("problems", (event) => overlay.show(JSON.parse(event.data)));
  }

  // Updates, one after another.

  let updates = Promise.resolve();

  function enqueue(digest) {
    updates = updates.then(() => (digest === shown ? undefined : update())).catch(() => undefined);
  }

  async function update() {
    const response = await fetch(location.pathname + location.search, { cache: "no-store" });
    if (response.redirected) return location.replace(response.url);
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    const digest = fresh.querySelector("script[data-preview]")?.dataset.preview;
    if (!digest || !isSame(beginnings(sent), beginnings(fresh))) return reload();
    const outdated = await addStyles(fresh);
    inPlace(() => {
      document.title = fresh.title;
      updateNode(document.body, sent.body, fresh.body);
      outdated.forEach((link) => link.remove());
    });
    [sent, shown] = [fresh, digest];
    document.dispatchEvent(new CustomEvent("preview:updated"));
  }

  // What only works from the beginning of a page: its programs, and the root element that they start from.
  function beginnings(page) {
    const programs = [...page.querySelectorAll("script:not([type*=json], [data-preview])")];
    return [page.querySelector("script[data-preview]").dataset.root, ...programs.map((script) => script.outerHTML)];
  }

  function isSame(one, other) {
    return one.length === other.length && one.every((item, index) => item === other[index]);
  }

  // Where `before` and `after`, both as the server sent them, differ, `live` is changed; what a reader or a script has made of
  // the rest stays.

  function updateNode(live, before, after) {
    if (live.nodeType !== Node.ELEMENT_NODE) {
      live.nodeValue = after.nodeValue;
      return;
    }
    updateAttributes(live, before, after);
    updateChildren(live, before, after);
  }

  function updateAttributes(live, before, after) {
    for (const name of new Set([...before.getAttributeNames(), ...after.getAttributeNames()])) {
      const value = after.getAttribute(name);
      if (before.getAttribute(name) === value) continue;
      if (value === null) live.removeAttribute(name);
      else live.setAttribute(name, value);
    }
  }

  function updateChildren(live, before, after) {
    const [present, old, fresh] = [live, before, after].map((parent) => [...parent.childNodes]);
    if (!isAlike(present, old)) {
      // A script has added or removed something here, so what belongs to what is unknown.
      live.replaceChildren(...fresh.map(copy));
      return;
    }
    const shorter = Math.min(old.length, fresh.length);
    let head = 0;
    while (head < shorter && isTwin(old[head], fresh[head])) head++;
    let tail = 0;
    while (tail < shorter - head && isTwin(old.at(-1 - tail), fresh.at(-1 - tail))) tail++;
    const count = isAlike(old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail)) ? shorter : head;
    for (let index = 0; index < count; index++) updatePair(present[index], old[index], fresh[index]);
    for (let index = 1; index <= tail; index++) updatePair(present.at(-index), old.at(-index), fresh.at(-index));
    const next = present[present.length - tail] ?? null;
    present.slice(count, present.length - tail).forEach((node) => node.remove());
    fresh.slice(count, fresh.length - tail).forEach((node) => live.insertBefore(copy(node), next));
  }

  // Ids count on when a paragraph is inserted; what follows it is the same all the same.
  function isTwin(one, other) {
    if (one.isEqualNode(other)) return true;
    return one.nodeName === other.nodeName && one.innerHTML !== undefined && one.innerHTML === other.innerHTML;
  }

  function updatePair(live, before, after) {
    if (!before.isEqualNode(after)) updateNode(live, before, after);
  }

  function isAlike(one, other) {
    return isSame(one.map((node) => node.nodeName), other.map((node) => node.nodeName));
  }

  function copy(node) {
    return document.importNode(node, true);
  }

  // New style sheets are loaded before the old ones go, so that the page never stands there without.

  async function addStyles(fresh) {
    const [old, wanted] = [document, fresh].map((page) => [...page.head.querySelectorAll("link[rel~=stylesheet]")]);
    const known = new Set(old.map((link) => link.getAttribute("href")));
    const kept = new Set(wanted.map((link) => link.getAttribute("href")));
    const added = [];
    wanted.forEach((link, index) => {
      if (known.has(link.getAttribute("href"))) return;
      const twin = copy(link);
      added.push(new Promise((done) => { twin.onload = twin.onerror = done; setTimeout(done, 2000); }));
      document.head.insertBefore(twin, old[index]?.nextSibling ?? null);
    });
    await Promise.all(added);
    return old.filter((link) => !kept.has(link.getAttribute("href")));
  }

  // The reader's place: the first element with an id that begins in the window stays where it is.

  function named() {
    return [...document.querySelectorAll("main [id]")];
  }

  function place() {
    const anchor = scrollY > 0 ? named().find((element) => {
      const { top, height } = element.getBoundingClientRect();
      return height > 0 && top >= 0 && top < innerHeight;
    }) : undefined;
    return {
      anchor,
      id: anchor?.id,
      text: anchor?.textContent,
      top: anchor?.getBoundingClientRect().top,
      y: scrollY,
    };
  }

  function goTo({ anchor, id, text, top, y }) {
    const twin = () => named().find((element) => text && element.textContent === text);
    const target = anchor?.isConnected ? anchor : twin() ?? document.getElementById(id);
    const distance = target ? target.getBoundingClientRect().top - top : y - scrollY;
    scrollBy({ top: distance, behavior: "instant" });
  }

  function inPlace(change) {
    const root = document.documentElement;
    const before = place();
    root.style.overflowAnchor = "none"; // the browser's own anchoring would come on top of ours
    change();
    goTo(before);
    root.style.removeProperty("overflow-anchor");
    if (!root.getAttribute("style")) root.removeAttribute("style");
  }

  function reload() {
    sessionStorage.setItem(PLACE, JSON.stringify({ page: location.pathname, ...place(), anchor: null }));
    location.reload();
  }

  function returnToPlace() {
    const kept = JSON.parse(sessionStorage.getItem(PLACE));
    sessionStorage.removeItem(PLACE);
    if (kept?.page !== location.pathname) return;
    history.scrollRestoration = "manual"; // the browser's own return would come on top of ours
    addEventListener("load", () => settle(kept), { once: true });
  }

  // Blocks that were never in the window have estimated heights until they come near it: go there until nothing moves.

  async function settle(kept) {
    for (let frame = 0; frame < 10; frame += 1) {
      goTo(kept);
      await new Promise(requestAnimationFrame);
    }
    history.scrollRestoration = "auto";
  }

  // The overlay, in a shadow tree beside the body: the page's style does not reach it, nor its own the page.

  const overlay = (() => {
    const host = document.createElement("site-builder-preview");
    const root = host.attachShadow({ mode: "open" });
    root.innerHTML = `
      <link rel="stylesheet" href="${new URL("overlay.css", base).pathname}">
      <section class="panel" lang="en" aria-label="Problems of the site" hidden>
        <button type="button" class="close" aria-label="Hide until the next change">×</button>
        <div class="problems" role="status"></div>
      </section>
      <button type="button" class="badge" lang="en" hidden></button>`;
    const [panel, problems, badge] = [".panel", ".problems", ".badge"].map((name) => root.querySelector(name));
    let known = "";
    let errors = 0;
    let warnings = 0;
    let isConnected = true;

    function open(isOpen) {
      panel.hidden = !isOpen || errors + warnings === 0;
      badge.hidden = !panel.hidden || (isConnected && errors + warnings === 0);
      badge.textContent = isConnected ? String(errors || warnings) : "–";
      badge.title = isConnected ? `${errors} errors, ${warnings} warnings` : "The preview has ended or cannot be reached";
      badge.className = `badge ${isConnected ? (errors ? "error" : "warning") : "lost"}`;
    }

    badge.addEventListener("click", () => open(true));
    root.querySelector(".close").addEventListener("click", () => open(false));
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !panel.hidden) open(false);
    });
    document.documentElement.append(host);

    return {
      show(news) {
        if (news.html === known) return; // what the reader has hidden stays hidden
        ({ errors, warnings, html: known } = news);
        problems.innerHTML = known; // escaped by the server
        open(errors > 0);
      },
      connected(now) {
        if (now === isConnected) return;
        isConnected = now;
        open(!panel.hidden);
      },
    };
  })();

  returnToPlace();
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => stream?.close());
  addEventListener("pageshow", (event) => event.persisted && listen());
})();
