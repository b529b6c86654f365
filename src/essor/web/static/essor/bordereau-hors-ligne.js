// Service worker of the slip form: the page opens without network, and nothing else is touched.
"use strict";

const CACHE = "essor-bordereau-1";
const PATIENCE_MS = 6000;
const KEPT_KINDS = new Set(["style", "script", "font", "image"]);

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOld().then(() => self.clients.claim()));
});

// The page names what it is made of, once it has loaded with the network.
self.addEventListener("message", (event) => {
  event.waitUntil(
    keep(event.data.urls).then((count) => event.ports[0]?.postMessage({ gardes: count })),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (KEPT_KINDS.has(request.destination)) event.respondWith(part(request));
});

async function forgetOld() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("essor-bordereau-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function keep(urls) {
  const cache = await caches.open(CACHE);
  const mine = urls.filter((url) => new URL(url).origin === self.location.origin);
  const done = await Promise.allSettled(mine.map((url) => cache.add(url)));
  return done.filter((one) => one.status === "fulfilled").length;
}

// The network first: a page that changed, or a link that was withdrawn, must be seen.
async function page(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout?.(PATIENCE_MS) });
    if (answer.ok) await cache.put(request, answer.clone());
    else if (answer.status === 404) await cache.delete(request);
    return answer;
  } catch (error) {
    const kept = await cache.match(request, { ignoreSearch: true, ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}

async function part(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request, answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match(request, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}
