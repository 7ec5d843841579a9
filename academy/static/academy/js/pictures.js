// A photo on this phone: made smaller, and without where and when it was taken, which a canvas does not know.

const SIDE = 2000; // points of the longer side
const MOST = 5000; // of one that stays large
const QUALITY = 0.82;

/** The photo as it is seen; null where this browser cannot show it (HEIC in most). */
export async function opened(blob) {
  if (!blob.type.startsWith("image/") || blob.type === "image/svg+xml") return null;
  try {
    return await createImageBitmap(blob, { imageOrientation: "from-image" });
  } catch {
    return null;
  }
}

/** Drawn on a canvas, no larger than it has to be. */
export function drawn(bitmap, { large = false } = {}) {
  const scale = Math.min(1, (large ? MOST : SIDE) / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const brush = canvas.getContext("2d");
  brush.fillStyle = "#fff"; // below what is see-through
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

export function asJpeg(canvas) {
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

/** A smaller photo of the same, or null where there is none. */
export async function smaller(blob) {
  const bitmap = await opened(blob);
  if (!bitmap) return null;
  const made = await asJpeg(drawn(bitmap));
  bitmap.close();
  return made && made.size < blob.size ? made : null;
}

export const jpegName = (name) => `${name.replace(/\.[^.]*$/, "") || "photo"}.jpg`;
