// The page's data, as rowreader/report/page.py packed it.

export function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

async function unpacked({ type, content }) {
  const inflated = new Blob([bytesOf(content)])
    .stream()
    .pipeThrough(new DecompressionStream("deflate"));
  const buffer = await new Response(inflated).arrayBuffer();
  return type === "float32" ? new Float32Array(buffer) : new Uint8Array(buffer);
}

// The content of element `id`, every packed array in it decoded.
export async function loadData(id) {
  const decode = async (value) => {
    if (value === null || typeof value !== "object") return value;
    if (value.content) return unpacked(value);
    if (Array.isArray(value)) return Promise.all(value.map(decode));
    const entries = Object.entries(value);
    const parts = await Promise.all(entries.map(([, part]) => decode(part)));
    return Object.fromEntries(entries.map(([key], k) => [key, parts[k]]));
  };
  return decode(JSON.parse(document.getElementById(id).textContent));
}
