// Sends a file in parts, and goes on where it stopped: the protocol is tus 1.0 (https://tus.io), as far as we need it.

const TUS = { "Tus-Resumable": "1.0.0" };
const SMALLEST = 256 * 1024; // bytes of a part
const LARGEST = 4 * 1024 * 1024;
const PATIENCE = 120000; // milliseconds for one part
const WAITS = [1000, 2000, 4000, 8000, 15000]; // milliseconds between tries, the last one again and again
const GONE = [404, 410];
const BUSY = [409, 423, 500, 502, 503, 504]; // worth another try
const SIGNED_OUT = "You may have been signed out. Load this page again: your file is kept on this phone.";

/** The server will not take it; the message says why, in words for people. */
export class NotTaken extends Error {}

/** Sends `item` = {blob, name, type, address}; sets `item.address` as soon as the server gave one.

    told({sent, lost}) hears how many bytes the server has, and whether we wait for a signal. Gives the upload's token.
    Ends with NotTaken, or with an AbortError when `signal` says stop. */
export async function send(item, start, { signal, told }) {
  let part = SMALLEST;
  for (let tries = 0; ; ) {
    try {
      item.address ||= await begin(item, start); // not broken off: the server would keep a place that nobody knows of
      signal.throwIfAborted();
      let sent = await reached(item, signal);
      while (sent !== null && sent < item.blob.size) {
        const before = performance.now();
        told({ sent, lost: false });
        sent = await put(item, sent, part, signal, told);
        tries = 0;
        const took = performance.now() - before;
        if (took < 2000) part = Math.min(LARGEST, part * 2);
        if (took > 10000) part = Math.max(SMALLEST, part / 2);
      }
      if (sent !== null) return item.address.replace(/\/+$/, "").split("/").pop();
      item.address = ""; // it was thrown away there: once more from the beginning
      if (tries++ > WAITS.length) throw new NotTaken("We could not keep this file. Choose it once more, please.");
    } catch (error) {
      if (signal.aborted || error instanceof NotTaken) throw error;
      told({ lost: true });
      await pause(WAITS[Math.min(tries++, WAITS.length - 1)], signal);
    }
  }
}

/** Whether the server still has it, and nothing was made of it yet; null: nobody can say just now. */
export async function isThere(address) {
  const answer = await ask(address, "HEAD", null, {}).catch(() => null);
  if (!answer) return null;
  return answer.ok;
}

/** Throw away what the server has of it. */
export async function forget(address) {
  await fetch(address, { method: "DELETE", headers: { ...TUS, "X-CSRFToken": csrf() } }).catch(() => null);
}

async function begin(item, start) {
  const facts = { filename: item.name, filetype: item.type };
  const metadata = Object.entries(facts).map(([name, value]) => `${name} ${base64(value)}`);
  const answer = await ask(start, "POST", null, {
    "Upload-Length": String(item.blob.size),
    "Upload-Metadata": metadata.join(","),
  });
  const address = answer.headers.get("Location");
  if (answer.status !== 201 || !address) throw await refusal(answer);
  return new URL(address, answer.url).pathname;
}

/** How many bytes the server has; null: it knows nothing of this file any more. */
async function reached(item, signal) {
  const answer = await ask(item.address, "HEAD", signal, {});
  if (GONE.includes(answer.status)) return null;
  if (!answer.ok) throw await refusal(answer);
  return Number(answer.headers.get("Upload-Offset"));
}

async function ask(address, method, signal, headers) {
  const patience = AbortSignal.timeout(PATIENCE);
  const stop = signal && AbortSignal.any ? AbortSignal.any([signal, patience]) : (signal ?? patience);
  const sent = { ...TUS, ...headers, "X-CSRFToken": csrf(), Accept: "application/json" };
  const answer = await fetch(address, { method, headers: sent, signal: stop, cache: "no-store" });
  if (answer.redirected || [401, 403].includes(answer.status)) throw await refusal(answer, SIGNED_OUT);
  if (BUSY.includes(answer.status)) throw new Error(answer.status);
  return answer;
}

async function refusal(answer, words = "") {
  const told = answer.redirected ? {} : await answer.json().catch(() => ({}));
  return new NotTaken(told.reason ?? told.error ?? (words || "We could not take this file. Try again, please."));
}

/** One part. XMLHttpRequest, because fetch does not say how far a request has come. */
function put(item, from, length, signal, told) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    const fail = () => reject(signal.aborted ? signal.reason : new Error("lost"));
    request.open("PATCH", item.address);
    request.timeout = PATIENCE;
    for (const [name, value] of Object.entries({
      ...TUS,
      "Upload-Offset": String(from),
      "Content-Type": "application/offset+octet-stream",
      "X-CSRFToken": csrf(),
      Accept: "application/json",
    })) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => told({ sent: from + event.loaded, lost: false });
    request.onerror = request.ontimeout = request.onabort = fail;
    request.onloadend = () => signal.removeEventListener("abort", stop);
    request.onload = () => {
      const reach = Number(request.getResponseHeader("Upload-Offset"));
      if (request.status === 204) resolve(reach);
      else if (GONE.includes(request.status)) resolve(null);
      else if (BUSY.includes(request.status)) fail();
      else reject(new NotTaken(words(request)));
    };
    signal.addEventListener("abort", stop, { once: true });
    request.send(item.blob.slice(from, from + length));
  });
}

function words(request) {
  try {
    const told = JSON.parse(request.responseText);
    return told.reason ?? told.error ?? SIGNED_OUT;
  } catch {
    return [401, 403].includes(request.status) ? SIGNED_OUT : "We could not take this file. Try again, please.";
  }
}

/** So long, or until there is a signal again. */
function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const over = (act) => () => {
      clearTimeout(timer);
      window.removeEventListener("online", go);
      signal.removeEventListener("abort", stop);
      act();
    };
    const go = over(resolve);
    const stop = over(() => reject(signal.reason));
    const timer = setTimeout(go, milliseconds);
    window.addEventListener("online", go, { once: true });
    signal.addEventListener("abort", stop, { once: true });
  });
}

const csrf = () => document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1] ?? "";

const base64 = (text) => btoa(String.fromCodePoint(...new TextEncoder().encode(text)));
