/**
 * CRC-32C (Castagnoli), the checksum of every record and snapshot.
 *
 * Eight tables take eight bytes a step. It finds what disks and cables do to bytes; it does not stop who means harm.
 * Source: RFC 3720, appendix B.4, whose vectors are its tests.
 */
const POLYNOMIAL = 0x82f63b78;
const tables = buildTables();

/** The checksum of the bytes of `view` from `start` up to `end`, as an unsigned 32-bit number. */
export function crc32c(view: DataView, start: number, end: number): number {
  let crc = -1;
  let at = start;
  for (; at + 8 <= end; at += 8) {
    const near = crc ^ view.getInt32(at, true);
    const far = view.getInt32(at + 4, true);
    crc = entry(7, near) ^ entry(6, near >>> 8) ^ entry(5, near >>> 16) ^ entry(4, near >>> 24);
    crc ^= entry(3, far) ^ entry(2, far >>> 8) ^ entry(1, far >>> 16) ^ entry(0, far >>> 24);
  }
  for (; at < end; at += 1) crc = entry(0, crc ^ view.getUint8(at)) ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** What the low byte of `value` becomes after `table` + 1 steps. */
function entry(table: number, value: number): number {
  return tables[(table << 8) | (value & 255)] as number;
}

function buildTables(): Int32Array {
  const built = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    built[byte] = crc;
  }
  for (let at = 256; at < built.length; at += 1) {
    const before = built[at - 256] as number;
    built[at] = (before >>> 8) ^ (built[before & 255] as number);
  }
  return built;
}
