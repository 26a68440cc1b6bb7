/**
 * Which addresses lie on the public internet.
 *
 * The list is closed where the registries of special-purpose addresses (RFC 6890 and its successors) say that an
 * address leads somewhere else: to this machine, to its neighbours, into a cloud's own services. Of IPv6 only what is
 * global unicast is open at all, so mapped, translated and local addresses need no line of their own.
 */
import { BlockList, isIP } from 'node:net';

const special = blockListOf(
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Clouds answer here with the machine's own credentials.
  ['169.254.0.0', 16],
  ['168.63.129.16', 32],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  // Multicast, reserved and broadcast.
  ['224.0.0.0', 3],
  // Inside global unicast: protocols' own, among them Teredo; documentation; 6to4; segment routing.
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
  ['5f00::', 16],
);

const globalUnicast = blockListOf(['2000::', 3]);
const loopback = blockListOf(['127.0.0.0', 8], ['::1', 128]);

/** Whether the address, in whichever spelling, can be anywhere but here. What is no address is not public. */
export function isPublic(address: string): boolean {
  const family = familyOf(address);
  if (family === undefined || special.check(address, family)) return false;
  return family === 'ipv4' || globalUnicast.check(address, family);
}

export function isLoopback(address: string): boolean {
  const family = familyOf(address);
  return family !== undefined && loopback.check(address, family);
}

/** An address with a zone (`fe80::1%eth0`) is a neighbour's, and counts as none. */
function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = address.includes('%') ? 0 : isIP(address);
  return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : undefined;
}

function blockListOf(...subnets: readonly (readonly [address: string, prefix: number])[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of subnets) list.addSubnet(address, prefix, address.includes(':') ? 'ipv6' : 'ipv4');
  return list;
}
