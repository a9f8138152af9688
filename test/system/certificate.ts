/**
 * A self-signed certificate for localhost and 127.0.0.1 and its key, for tests only: it protects
 * nothing. Valid from 2020 to 2120.
 */
export const certificate = pem("CERTIFICATE", [
  "MIIBZjCCAQ2gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv",
  "c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM",
  "CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABEQKDIotMRkvTzpZ",
  "5/CPM4WPUWsll9FfS7CeeIpgRNKuKoHzTcuXqN0Rd0UUwN9mWyZT8aYasSfhBDwp",
  "aWTAgyujTjBMMA8GA1UdEwEB/wQFMAMBAf8wGgYDVR0RBBMwEYIJbG9jYWxob3N0",
  "hwR/AAABMB0GA1UdDgQWBBQ7lewBP+/6+JqeXADcnqeRlCBi1TAKBggqhkjOPQQD",
  "AgNHADBEAiApqpjpx+FpHloXseJLq2HxDB1sY4J9+eT53dvqfmEbVQIgT7LREp/8",
  "TNUTu1K/LVXpHy2iDakC9py/uzGDVvY7tpc=",
]);

export const privateKey = pem("PRIVATE KEY", [
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgd2zomxNu7PpvYbZP",
  "4S2/g2IH9qpCeMgnpCyH2FSkrSehRANCAARECgyKLTEZL086WefwjzOFj1FrJZfR",
  "X0uwnniKYETSriqB803Ll6jdEXdFFMDfZlsmU/GmGrEn4QQ8KWlkwIMr",
]);

function pem(label: string, lines: readonly string[]): string {
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
