// Gives a page that was kept on this phone when there is no signal. It keeps nothing itself: the pages do that
// (controllers/offline.js), and each page throws away what belongs to somebody else (main.js).

const PATIENCE = 5000; // milliseconds; a hall with one bar is worse than none
const FILES = "/static/";
const HASHED = /\.[0-9a-f]{12}\./; // its name changes with its bytes

addEventListener("install", () => skipWaiting());

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (pathname.startsWith(FILES)) event.respondWith(file(request));
});

async function page(request) {
  try {
    return await inTime(fetch(request));
  } catch {
    return (await caches.match(request.url)) ?? nothing();
  }
}

async function file(request) {
  const kept = await caches.match(request.url);
  if (kept && HASHED.test(request.url)) return kept;
  try {
    return await inTime(fetch(request));
  } catch (fault) {
    if (kept) return kept;
    throw fault;
  }
}

function inTime(answer) {
  return Promise.race([answer, new Promise((_, late) => setTimeout(late, PATIENCE, new Error("late")))]);
}

function nothing() {
  const words = `<!doctype html><html lang="en-GB"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>No signal</title><h1>No signal</h1>
<p>This page is not kept on this phone. Registers that you opened here, or that stand under Today, open without a signal. So does the page of a new record that you opened here.</p>
<p><a href="/today/">Today</a></p></html>`;
  return new Response(words, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}
