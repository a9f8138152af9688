/** The name in the certificate, beside the address 192.0.2.1; no resolver has an entry for the name. */
export const apiHost = "api.anon-sync.test";

/** Self-signed for apiHost, for tests only: it protects nothing. Valid from 2020 to 2120. */
export const certificate = pem("CERTIFICATE", [
  "MIIBgjCCASigAwIBAgIBAzAKBggqhkjOPQQDAjAdMRswGQYDVQQDDBJhcGkuYW5v",
  "bi1zeW5jLnRlc3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMB0x",
  "GzAZBgNVBAMMEmFwaS5hbm9uLXN5bmMudGVzdDBZMBMGByqGSM49AgEGCCqGSM49",
  "AwEHA0IABBVA67xcnQycK4BqxkThdc21cCm2hz7vztoYjAlYJyQJbsF2SgCv4yNV",
  "qzy/GToZz3HdTHOtSddpY6tdQ8gFmqyjVzBVMA8GA1UdEwEB/wQFMAMBAf8wIwYD",
  "VR0RBBwwGoISYXBpLmFub24tc3luYy50ZXN0hwTAAAIBMB0GA1UdDgQWBBTLFvmX",
  "D2LK/gudq/BTnr6/XBMOVDAKBggqhkjOPQQDAgNIADBFAiEA5qkbceBzCCl79LYm",
  "KPFB0XpuINskiUpFi9kxoFJbwd4CICi6x/sOGZAmdUf1f9k1FlfbKiZKwDHgPbue",
  "jwp+YzZR",
]);

export const privateKey = pem("PRIVATE KEY", [
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgRGJqkXDWJRjW4kjp",
  "9yDhAg2ZOFltATFh/fTN+RVZ2JShRANCAAQVQOu8XJ0MnCuAasZE4XXNtXAptoc+",
  "787aGIwJWCckCW7BdkoAr+MjVas8vxk6Gc9x3UxzrUnXaWOrXUPIBZqs",
]);

function pem(label: string, lines: readonly string[]): string {
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
