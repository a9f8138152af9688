/** Where secrets that are shown once go (service clients' keys). */
export interface SecretSinks {
  /**
   * Opens the place for one address's secret, so that what can fail has failed before the create
   * is sent. Rejects with a Failure where the place is not to be had.
   */
  open(address: string): Promise<SecretSink>;
}

export interface SecretSink {
  /** Where it is, for people: `its secret is in PLACE`. */
  readonly place: string;
  /** Delivers the secret of the client with this id for good, and closes the sink. */
  write(secret: string, id: string): Promise<void>;
  /** Removes the place: no secret came. */
  discard(): Promise<void>;
}
