// Reports wait in this browser until the server says that it has them: a lost signal, a closed page or a server that
// is away for a while loses nothing. Sending one twice is harmless, because watched seconds only ever add up.

import { joined } from "watched";

const PREFIX = "outbox:";
const DAYS_KEPT = 90;
let mine = "";

/** Whose browser this is now. What waits for somebody else stays until they are back. */
export function belongsTo(owner) {
  mine = owner;
}

/** Keep a report until it is sent. */
export function keep(address, watched, position) {
  const waiting = read(address);
  const all = waiting ? joined(waiting.watched, watched) : watched;
  write(address, { owner: mine, watched: all, position, at: Date.now() });
}

/** Send what waits for one address: the server's answer, or null when it did not get there. */
export async function send(address, { leaving = false } = {}) {
  const report = read(address);
  if (!report) return null;
  try {
    const answer = await post(address, { watched: report.watched, position: report.position }, leaving);
    if (answer.status >= 500 || answer.status === 429) return null;
    drop(address, report);
    return { status: answer.status, ...(await answer.json().catch(() => ({}))) };
  } catch {
    return null;
  }
}

/** Send everything of ours that still waits from earlier pages. */
export async function sendAll() {
  for (const key of keys()) await send(key.slice(PREFIX.length));
}

/** A POST as the server expects it from this page. Answers JSON. */
export function post(address, fields, keepalive = false) {
  const token = document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1] ?? "";
  return fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": token, Accept: "application/json" },
    body: new URLSearchParams(fields),
    keepalive,
  });
}

function keys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

const memory = new Map(); // where storage is forbidden, the page itself remembers

function read(address) {
  let report = memory.get(address);
  try {
    report = JSON.parse(localStorage.getItem(PREFIX + address)) ?? report;
  } catch {
    // forbidden or spoilt: what this page remembers is all there is
  }
  if (!report || report.owner !== mine) return null;
  return Date.now() - report.at < DAYS_KEPT * 86400000 ? report : null;
}

function write(address, report) {
  memory.set(address, report);
  try {
    localStorage.setItem(PREFIX + address, JSON.stringify(report));
  } catch {
    // full or forbidden: memory has it
  }
}

function drop(address, sent) {
  const now = read(address);
  if (now && now.at !== sent.at) return; // more was watched while this was under way: it goes with the next one
  memory.delete(address);
  try {
    localStorage.removeItem(PREFIX + address);
  } catch {
    // nothing was there
  }
}
