// Finds the proof of work of an open poll in the background: a number that makes
// the SHA-256 of "task.number" begin with so many zero bits as the task says.
// It is written out, since browsers offer a hash over https only.
const K = [], H = [], w = new Int32Array(64), rotated = (x, n) => x >>> n | x << 32 - n;
const fraction = x => (x - Math.floor(x)) * 2 ** 32 | 0;
const prime = n => { for (let i = 2; i * i <= n; i++) if (n % i == 0) return false; return true; };
for (let n = 2; K.length < 64; n++) if (prime(n)) { if (H.length < 8) H.push(fraction(n ** .5)); K.push(fraction(n ** (1 / 3))); }

// The first 32 bits of the hash of at most 55 ASCII characters.
export const hash = text => {
  w.fill(0);
  for (let i = 0; i <= text.length; i++) w[i >> 2] |= (text.charCodeAt(i) || 128) << 24 - i % 4 * 8;
  w[15] = text.length * 8;
  let [a, b, c, d, e, f, g, h] = H;
  for (let i = 0; i < 64; i++) {
    if (i > 15) {
      const x = w[i - 15], y = w[i - 2];
      w[i] = w[i - 16] + w[i - 7] + (rotated(x, 7) ^ rotated(x, 18) ^ x >>> 3) + (rotated(y, 17) ^ rotated(y, 19) ^ y >>> 10);
    }
    const t = h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + (e & f ^ ~e & g) + K[i] + w[i] | 0;
    const u = t + (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + (a & b ^ a & c ^ b & c) | 0;
    h = g; g = f; f = e; e = d + t | 0; d = c; c = b; b = a; a = u;
  }
  return a + H[0] | 0;
};

// A token that says "the same device" within one poll and nothing else; a
// shared tablet, which has no draft, has none.
const device = draft => {
  try {
    const key = 'device:' + draft.split('/')[0];
    if (!localStorage.getItem(key)) localStorage.setItem(key, [...crypto.getRandomValues(new Uint8Array(16))].map(b => b.toString(16).padStart(2, '0')).join(''));
    return localStorage.getItem(key);
  } catch { return ''; }
};

// Work in slices, so that the page answers to the finger all the while.
const slice = 12, pause = 24; // ms
export const work = form => {
  const { task } = form.elements, add = (name, value) => form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
  if (!task) return;
  if (!form.elements.device) add('device', device(form.dataset.draft));
  if (form.elements.proof) return;
  const bits = atob(task.value.slice(0, 8).replaceAll('-', '+').replaceAll('_', '/')).charCodeAt(4);
  let n = 0;
  const on = () => {
    for (const end = performance.now() + slice; performance.now() < end;) {
      for (let i = 0; i < 64; i++, n++) if (Math.clz32(hash(task.value + '.' + n)) >= bits) {
        add('proof', task.value + '.' + n);
        return;
      }
    }
    if (form.isConnected) setTimeout(on, pause);
  };
  on();
};
