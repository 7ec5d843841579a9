// Records that were finished without a signal: each waits in this browser until the server says that it has it. The key
// that a record carries lets the server keep it once, however often it comes.

import { post } from "outbox";

const prefix = (owner) => `unsent:${owner}:`;

/** Set one aside: where it is to be sent, and what was written. False where the browser keeps nothing. */
export function setAside(owner, address, fields) {
  try {
    localStorage.setItem(prefix(owner) + fields.key, JSON.stringify({ address, fields }));
    return true;
  } catch {
    return false;
  }
}

/** [{ name, address, fields }] of this person. */
export function unsent(owner) {
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(prefix(owner)));
    return names.map((name) => ({ name, ...JSON.parse(localStorage.getItem(name)) }));
  } catch {
    return [];
  }
}

/** Send all of them: how many came, how many wait for a signal, and what the server could not take, with its words. */
export async function sendUnsent(owner) {
  const told = { came: 0, waits: 0, refused: [] };
  for (const one of unsent(owner)) {
    const answer = await post(one.address, one.fields).catch(() => null);
    const said = answer && !answer.redirected && answer.status < 500 ? await answer.json().catch(() => null) : null;
    if (said?.saved_at) {
      localStorage.removeItem(one.name);
      told.came += 1;
    } else if (said?.error) told.refused.push({ ...one, error: said.error });
    else told.waits += 1; // no signal, signed out, or the server is away
  }
  return told;
}

/** Back into the page where it was written, to be mended there. */
export function takeUp(owner, { name, address, fields }) {
  localStorage.setItem(`draft:${owner}:${address}`, JSON.stringify(fields));
  localStorage.removeItem(name);
}
