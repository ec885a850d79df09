{# The service worker of a site with `offline = true`. #}
// Keeps the pages that were visited, with what they need, so that they can be read without a connection.
"use strict";

const ROOT = {{ root | tojson }};
const CACHE = `site-builder ${ROOT}`;
const MOST = 300;
// The name of a file that holds its digest is never given to another content.
const LASTING = /\.[0-9a-f]{12}\.[a-z0-9]+$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const isOurs = request.method === "GET" && url.origin === location.origin && url.pathname.startsWith(ROOT);
  if (isOurs) event.respondWith(LASTING.test(url.pathname) ? kept(request) : fresh(request));
});

async function kept(request) {
  return (await caches.match(request)) || fresh(request);
}

async function fresh(request) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok && !response.redirected) {
      await cache.put(request, response.clone());
      const keys = await cache.keys();
      await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST)).map((key) => cache.delete(key)));
    }
    return response;
  } catch (problem) {
    const copy = await cache.match(request, { ignoreSearch: true });
    if (copy) return copy;
    throw problem;
  }
}
