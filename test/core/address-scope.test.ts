import { suite } from "uvu";
import * as assert from "uvu/assert";
import { scopeOf, type AddressScope } from "../../src/system/http/address-scope.ts";

const Scope = suite("who can reach an address");

const addresses: Readonly<Record<AddressScope, readonly string[]>> = {
  public: [
    "1.1.1.1",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "169.253.255.255",
    "172.15.255.255",
    "172.32.0.0",
    "192.167.255.255",
    "192.169.0.0",
    "223.255.255.255",
    "2606:4700:4700::1111",
    "[2a00:1450:4001::1]",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
    "2002:808:808::1",
  ],
  loopback: [
    "127.0.0.1",
    "127.255.255.255",
    "::1",
    "[::1]",
    "0:0:0:0:0:0:0:1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
  ],
  private: [
    "0.0.0.0",
    "10.0.0.0",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.255",
    "169.254.169.254",
    "172.16.0.0",
    "172.31.255.255",
    "192.168.1.1",
    "192.0.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::ffff:10.0.0.1",
    "::ffff:a9fe:a9fe",
    "64:ff9b::a00:1",
    "2002:a00:1::1",
    "fc00::1",
    "fdff::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "2001::1",
    "3fff::1",
    "4000::1",
    "64:ff9b:1::1",
    "localhost",
    "",
    "1.2.3",
    "1.2.3.256",
    "1::2::3",
  ],
};

for (const [scope, list] of Object.entries(addresses))
  Scope(
    `${scope}: also where IPv4 wears the clothes of IPv6, and at the edge of each block`,
    () => {
      for (const address of list) assert.is(scopeOf(address), scope, address);
    },
  );

Scope.run();
