/** The certificates of servers that no client should trust, for tests only: they protect nothing. */

/** Signed by the certificate that tests trust, but for other.example alone. Valid from 2020 to 2120. */
export const certificateOfAnotherHost = pem("CERTIFICATE", [
  "MIIBkjCCATmgAwIBAgIUZqUsNwJO8eiaWmZNCDO5lsAmmvYwCgYIKoZIzj0EAwIw",
  "FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAx",
  "MDAwMDAwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO",
  "PQMBBwNCAASrp/CGDaQ18DbWcAn4x+AXD07PgEVST2NkwD1tYKUV10pBHRuenqFk",
  "nFVh8zww8LavMsHUWe43Etroc1oV2ef4o2cwZTAYBgNVHREEETAPgg1vdGhlci5l",
  "eGFtcGxlMAkGA1UdEwQCMAAwHQYDVR0OBBYEFKH4Cg42AlR2TvtdvI7HMPZT7it6",
  "MB8GA1UdIwQYMBaAFDuV7AE/7/r4mp5cANyep5GUIGLVMAoGCCqGSM49BAMCA0cA",
  "MEQCIEEl7jRtNV/v9L9dMbLBvXTynDJpNmSGAu1iIM7uvxd+AiB31EvT+k9YfT+W",
  "GjLhp0EY9bN2b1qUMdCX/P7pRivoIA==",
]);

/** Signed by the certificate that tests trust, for localhost and 127.0.0.1, but only until 2021. */
export const expiredCertificate = pem("CERTIFICATE", [
  "MIIBkzCCATmgAwIBAgIUcM0LM+yO6kKyYHzmL1o98DbapG8wCgYIKoZIzj0EAwIw",
  "FDESMBAGA1UEAwwJbG9jYWxob3N0MB4XDTIwMDEwMTAwMDAwMFoXDTIxMDEwMTAw",
  "MDAwMFowFDESMBAGA1UEAwwJbG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0D",
  "AQcDQgAEq6fwhg2kNfA21nAJ+MfgFw9Oz4BFUk9jZMA9bWClFddKQR0bnp6hZJxV",
  "YfM8MPC2rzLB1FnuNxLa6HNaFdnn+KNpMGcwGgYDVR0RBBMwEYIJbG9jYWxob3N0",
  "hwR/AAABMAkGA1UdEwQCMAAwHQYDVR0OBBYEFKH4Cg42AlR2TvtdvI7HMPZT7it6",
  "MB8GA1UdIwQYMBaAFDuV7AE/7/r4mp5cANyep5GUIGLVMAoGCCqGSM49BAMCA0gA",
  "MEUCIDjqDAn4osDGswIYDg5mHSrrgRmmugNUHTbKCQUaocNfAiEAlVdVzsANbtSF",
  "hEAk8nHXdXz3xeO3o5YDStFTy0CgTl0=",
]);

/** Self-signed for localhost and 127.0.0.1: no client trusts it. Valid from 2020 to 2120. */
export const untrustedCertificate = pem("CERTIFICATE", [
  "MIIBeTCCASCgAwIBAgIUTpUNPOQGlN7P93zvSnlQTq+6J6wwCgYIKoZIzj0EAwIw",
  "FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAx",
  "MDAwMDAwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO",
  "PQMBBwNCAASrp/CGDaQ18DbWcAn4x+AXD07PgEVST2NkwD1tYKUV10pBHRuenqFk",
  "nFVh8zww8LavMsHUWe43Etroc1oV2ef4o04wTDAaBgNVHREEEzARgglsb2NhbGhv",
  "c3SHBH8AAAEwDwYDVR0TAQH/BAUwAwEB/zAdBgNVHQ4EFgQUofgKDjYCVHZO+128",
  "jscw9lPuK3owCgYIKoZIzj0EAwIDRwAwRAIgf2CCuY+aS3y2noULk95gtO8OnvzJ",
  "K8v5oOjboN9fqMQCIBdEdpy8o4/4NGHHiQOm09G8uNcRVEu94oClMxDAmjzz",
]);

/** The private key of all three. */
export const privateKeyOfThese = pem("PRIVATE KEY", [
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgVEadIxTDRPcgws1u",
  "10/nIHaiiKKkarj4fmcVkJ5uLP6hRANCAASrp/CGDaQ18DbWcAn4x+AXD07PgEVS",
  "T2NkwD1tYKUV10pBHRuenqFknFVh8zww8LavMsHUWe43Etroc1oV2ef4",
]);

function pem(label: string, lines: readonly string[]): string {
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
