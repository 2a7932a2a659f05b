// Answers for issues that a reader asked to keep, and keeps nothing else. Where nothing is asked
// for it leaves the browser, with all that is kept, and with what earlier workers kept unasked.
"use strict";

const PUBLISHED = "{{ published }}";
const SCOPE = new URL("./", self.location).pathname;
const CACHE = `kept ${SCOPE}`;
// An entry for each issue that was asked for, under its path: the paths of what is read of it.
const WISHES = `wishes ${SCOPE}`;
const UNASKED = `zine ${SCOPE}`;
const MARK = `${SCOPE}worker.js`;
const ASSETS = [{% for path in kept_elsewhere %}"{{ path|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const PICTURES = /<picture>.*?<\/picture>/gs;

let work = Promise.resolve();

const isAsset = (path) => ASSETS.some((start) => path.startsWith(start)) || isCover(path);
const isCover = (path) => /^\/.*\/files\/[0-9a-f]+\/[^/]+\.webp$/.test(path);
const isPage = (path) => path.startsWith(SCOPE) && path.endsWith("/");
const pathOf = (request) => new URL(request.url).pathname;
// Unlike a cache that is opened, this makes none where nothing is kept.
const kept = (address) => caches.match(address, { cacheName: CACHE, ignoreVary: true });

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(begin()));
self.addEventListener("message", (event) => {
  const reply = (answer) => event.ports[0]?.postMessage(answer);
  const done = queued(update).then(() => "done", ({ name }) => (name === "QuotaExceededError" ? "full" : "failed"));
  event.waitUntil(done.then(reply));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (isAsset(pathname)) event.respondWith(keptFirst(request));
  else if (request.mode === "navigate" && isPage(pathname)) event.respondWith(newestFirst(event, pathname));
});

// One after the other: what the first has fetched, the next need not, nor bring back what is removed.
function queued(task) {
  const mine = work.then(() => alone(task));
  work = mine.catch(() => null);
  return mine;
}

// After something was published an earlier worker may still be at it, beside this one.
function alone(task) {
  return navigator.locks ? navigator.locks.request(CACHE, task) : task();
}

// Waits for no other worker: pages that are opened meanwhile wait for it.
async function begin() {
  await caches.delete(UNASKED);
  if (await caches.has(WISHES)) await self.clients.claim();
  else await leave();
}

async function leave() {
  await caches.delete(CACHE);
  await caches.delete(WISHES);
  await self.registration.unregister();
}

async function wishes() {
  if (!(await caches.has(WISHES))) return [];
  const cache = await caches.open(WISHES);
  const requests = await cache.keys();
  return Promise.all(
    requests.map(async (request) => ({ issue: pathOf(request), paths: await (await cache.match(request)).json() })),
  );
}

// Addresses of assets tell their content: what is kept under one stays right.
async function keptFirst(request) {
  const found = await kept(request);
  if (found) return found;
  try {
    return await fetch(request);
  } catch (error) {
    const other = await otherSize(pathOf(request));
    if (other) return other;
    throw error;
  }
}

// Of each picture one size is kept: it stands in for one that cannot be had now.
async function otherSize(path) {
  if (!(await caches.has(CACHE))) return null;
  const cache = await caches.open(CACHE);
  for (const request of await cache.keys()) {
    if (!isPage(pathOf(request))) continue;
    const html = await (await cache.match(request)).text();
    const picture = html.match(PICTURES)?.find((each) => each.includes(path));
    const found = picture && (await kept(keptSize(picture)));
    if (found) return found;
  }
  return null;
}

async function newestFirst(event, path) {
  try {
    const response = await fetch(event.request);
    if (await kept(path)) {
      const copy = response.clone();
      event.waitUntil(queued(() => renew(path, copy)).catch(() => null));
    }
    return response;
  } catch (error) {
    const found = await kept(path);
    if (found) return found;
    throw error;
  }
}

// What was kept and is seen again is kept as it is now; what is gone is gone here too.
async function renew(path, response) {
  if (!(await kept(path))) return;
  if (response.status === 200) await store(await caches.open(CACHE), path, response);
  else await update();
}

// Fetches what is missing of what was asked for, and all anew after something was published.
async function update() {
  const asked = await wishes();
  if (!asked.length) return leave();
  const cache = await caches.open(CACHE);
  const isNew = (await (await kept(MARK))?.text()) !== PUBLISHED;
  const wanted = new Set(asked.flatMap(({ paths }) => paths).filter(isPage));
  for (const path of wanted) {
    if (!isNew && (await kept(path))) continue;
    if (!(await keepPage(cache, path))) await forget(path);
  }
  const left = await wishes();
  if (!left.length) return leave();
  // With another issue the shelf has another cover.
  if (await kept(SCOPE)) await store(cache, SCOPE, await kept(SCOPE));
  await dropUnused(cache, new Set(left.flatMap(({ paths }) => paths)));
  await cache.put(MARK, new Response(PUBLISHED));
}

// Keeps a page; says whether readers have it.
async function keepPage(cache, path) {
  const response = await fetch(path, { cache: "no-cache" });
  if (response.status >= 500) throw new Error(`${response.status}`);
  if (response.status !== 200 || response.redirected) return false;
  await store(cache, path, response);
  return true;
}

// A page that is gone; with an issue's first page, the issue.
async function forget(path) {
  await (await caches.open(CACHE)).delete(path);
  await (await caches.open(WISHES)).delete(path);
}

// Keeps a page after what it is shown with, so that no page is kept without.
async function store(cache, path, response) {
  const html = await response.clone().text();
  const issues = (await wishes()).map(({ issue }) => issue);
  const isOurs = (address) => !isCover(address) || issues.some((issue) => address.startsWith(issue));
  for (const address of assetsOf(path, html).filter(isOurs)) {
    if (await kept(address)) continue;
    const asset = await fetch(address);
    if (asset.status === 200) await cache.put(address, asset);
  }
  await cache.put(path, response);
}

// What a page is shown with, its pictures in one size; the shelf's are those of its issues.
function assetsOf(path, html) {
  const others = html.replace(PICTURES, "").matchAll(/ (?:src|href)="([^"]+)"/g);
  const pictures = path === SCOPE ? [] : (html.match(PICTURES) ?? []).map(keptSize);
  return [...pictures, ...[...others].map(([, address]) => address)].filter(isAsset);
}

function keptSize(picture) {
  const sizes = picture.match(/type="image\/webp" srcset="([^"]+)"/)?.[1].split(", ") ?? [];
  const [, only] = picture.match(/ src="([^"]+)"/);
  return (sizes[1] ?? sizes[0] ?? only).split(" ")[0];
}

// Drops pages that nobody asked for any more, and assets that no page and no style sheet names.
async function dropUnused(cache, wanted) {
  for (const request of await cache.keys()) {
    if (isPage(pathOf(request)) && !wanted.has(pathOf(request))) await cache.delete(request);
  }
  const requests = await cache.keys();
  let texts = "";
  for (const request of requests) {
    const response = await cache.match(request);
    if (/html|css/.test(response.headers.get("Content-Type"))) texts += await response.text();
  }
  for (const request of requests) {
    const path = pathOf(request);
    if (isAsset(path) && !texts.includes(path.split("/").at(-1))) await cache.delete(request);
  }
}
