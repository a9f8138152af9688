/** Where secrets that are shown once go (service clients' keys). */
export interface SecretSinks {
  /**
   * Opens the place for one address's secret, so that what can fail has failed before the create
   * is sent. Rejects with a Failure where the place is not to be had.
   */
  open(address: string): Promise<SecretSink>;
}

export interface SecretSink {
  /** Where it is, for people. */
  readonly place: string;
  /** Writes the secret durably and closes the sink. */
  write(secret: string): Promise<void>;
  /** Removes the place: no secret came. */
  discard(): Promise<void>;
}
