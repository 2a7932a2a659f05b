// Keeps issues that were opened, for reading without a connection. Nothing else is remembered.
"use strict";

const PUBLISHED = "{{ published }}";
const SCOPE = new URL("./", self.location).pathname;
const CACHE = `zine ${SCOPE}`;
const MARK = `${SCOPE}worker.js`;
const ASSETS = [{% for path in kept_elsewhere %}"{{ path|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const PICTURES = /<picture>.*?<\/picture>/gs;

let work = Promise.resolve();

const isAsset = (path) => ASSETS.some((start) => path.startsWith(start)) || isCover(path);
const isCover = (path) => /^\/.*\/files\/[0-9a-f]+\/[^/]+\.webp$/.test(path);
const seenFromHere = (path) => new URL(path, self.location).pathname;
const isPage = (path) => path.startsWith(SCOPE) && path.endsWith("/");

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => {
  // One after the other: what the first has fetched, the next need not.
  work = work.then(() => keep(event.data.map(seenFromHere))).catch(() => null);
  event.waitUntil(work);
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (isAsset(pathname)) event.respondWith(keptFirst(request));
  else if (request.mode === "navigate" && isPage(pathname)) event.respondWith(newestFirst(event, pathname));
});

// Addresses of assets tell their content: what is kept under one stays right.
async function keptFirst(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept) return kept;
  try {
    const response = await fetch(request);
    if (response.status === 200) await cache.put(request, response.clone());
    return response;
  } catch (error) {
    const other = await otherSize(cache, new URL(request.url).pathname);
    if (other) return other;
    throw error;
  }
}

// Of each picture one size is kept: it stands in for one that cannot be had now.
async function otherSize(cache, path) {
  for (const request of await cache.keys()) {
    if (!isPage(new URL(request.url).pathname)) continue;
    const html = await (await cache.match(request)).text();
    const picture = html.match(PICTURES)?.find((each) => each.includes(path));
    const kept = picture && (await cache.match(keptSize(picture)));
    if (kept) return kept;
  }
  return null;
}

async function newestFirst(event, path) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(event.request);
    if (response.status === 200) event.waitUntil(store(cache, path, response.clone()));
    return response;
  } catch (error) {
    const kept = await cache.match(path);
    if (kept) return kept;
    throw error;
  }
}

// Fetches what is missing of the pages at these paths, and all anew after something was published.
async function keep(paths) {
  const cache = await caches.open(CACHE);
  const mark = await cache.match(MARK);
  const isNew = (await mark?.text()) !== PUBLISHED;
  const kept = (await cache.keys()).map((request) => new URL(request.url).pathname).filter(isPage);
  const wanted = new Set([...paths.filter(isPage), ...(isNew ? kept : [])]);
  for (const path of wanted) {
    if (isNew || !(await cache.match(path))) await keepPage(cache, path);
  }
  if (!isNew) return;
  await dropUnused(cache);
  await cache.put(MARK, new Response(PUBLISHED));
}

async function keepPage(cache, path) {
  const response = await fetch(path, { cache: "no-cache" });
  if (response.status === 404 || response.status === 410) await cache.delete(path);
  if (response.status === 200 && !response.redirected) await store(cache, path, response);
}

// Keeps a page after what it is shown with, so that no page is kept without.
async function store(cache, path, response) {
  const html = await response.clone().text();
  for (const address of assetsOf(html)) {
    await keptFirst(new Request(address)).catch(() => null);
  }
  await cache.put(path, response);
}

// What a page is shown with, its pictures in one size.
function assetsOf(html) {
  const others = html.replace(PICTURES, "").matchAll(/ (?:src|href)="([^"]+)"/g);
  const pictures = (html.match(PICTURES) ?? []).map(keptSize);
  return [...pictures, ...[...others].map(([, address]) => address)].filter(isAsset);
}

function keptSize(picture) {
  const sizes = picture.match(/type="image\/webp" srcset="([^"]+)"/)?.[1].split(", ") ?? [];
  const [, only] = picture.match(/ src="([^"]+)"/);
  return (sizes[1] ?? sizes[0] ?? only).split(" ")[0];
}

// Drops assets that no page and no style sheet of those that are kept names any more.
async function dropUnused(cache) {
  const requests = await cache.keys();
  let texts = "";
  for (const request of requests) {
    const response = await cache.match(request);
    if (/html|css/.test(response.headers.get("Content-Type"))) texts += await response.text();
  }
  for (const request of requests) {
    const path = new URL(request.url).pathname;
    if (isAsset(path) && !texts.includes(path.split("/").at(-1))) await cache.delete(request);
  }
}
