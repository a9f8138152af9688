import { certificate, privateKey } from "../system/certificate.ts";
import { say, sayAndClose, whole } from "./answers.ts";
import {
  certificateOfAnotherHost,
  expiredCertificate,
  privateKeyOfThese,
  untrustedCertificate,
} from "./certificates.ts";
import { overTls } from "./hostile-server.ts";
import type { Expected, WireCase } from "./wire-case.ts";

const unknown: Expected = { verdict: "unknown" };
const notSent: Expected = { verdict: "not-sent", retry: true };
const noTrust: Expected = { verdict: "not-sent", retry: false };
const key = privateKeyOfThese;
const trusted = { cert: certificate, key: privateKey };

/** A fatal alert: unexpected_message, with which a TLS server answers bytes that are not TLS. */
const unexpectedMessage = "\x15\x03\x01\x00\x02\x02\x0a";
/** A fatal alert: handshake_failure. */
const handshakeFailure = "\x15\x03\x03\x00\x02\x02\x28";

/** The cases before an answer can come: connections and TLS. */
export const connectionCases: readonly WireCase[] = [
  { name: "nothing listens", listens: false, expected: notSent, posts: 0 },
  {
    name: "the connection is reset when it is accepted",
    accept: (socket) => socket.resetAndDestroy(),
    // Nothing was sent, but that is proof only if the reset came before the connection.
    expected: [unknown, notSent],
    posts: 0,
  },
  {
    name: "the connection is closed when it is accepted",
    accept: (socket) => socket.destroy(),
    expected: [unknown, notSent],
    posts: 0,
  },
  {
    name: "the server speaks first, with a whole answer to a request that it has not read",
    accept(socket, talk) {
      socket.write("HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\n\r\n");
      talk(socket);
    },
    answer: () => {},
    expected: unknown,
    posts: 1,
  },
  {
    name: "the connection is reset before the TLS handshake",
    secure: true,
    accept: (socket) => socket.resetAndDestroy(),
    expected: notSent,
    posts: 0,
  },
  {
    name: "the connection is reset before the TLS handshake, once",
    secure: true,
    accept(socket, talk, count) {
      if (count === 1) socket.resetAndDestroy();
      else overTls(trusted)(socket, talk, count);
    },
    expected: notSent,
    command: "created",
    posts: 0,
  },
  {
    name: "the connection is closed in the middle of the TLS handshake",
    secure: true,
    accept: (socket) => socket.once("data", () => socket.end("\x16\x03\x03\x00\x7a\x02")),
    expected: notSent,
    posts: 0,
  },
  {
    name: "the TLS handshake never goes on",
    secure: true,
    accept: (socket) => socket.resume(),
    hangs: true,
    expected: notSent,
    posts: 0,
  },
  {
    name: "the TLS handshake ends with an alert",
    secure: true,
    accept: (socket) => socket.once("data", () => socket.end(handshakeFailure, "latin1")),
    command: false,
    expected: notSent,
    posts: 0,
  },
  {
    name: "the server wants TLS 1.1 at most",
    secure: true,
    accept: overTls({ ...trusted, minVersion: "TLSv1", maxVersion: "TLSv1.1" }),
    command: false,
    expected: notSent,
    posts: 0,
  },
  {
    name: "the certificate is for another host",
    secure: true,
    accept: overTls({ cert: certificateOfAnotherHost, key }),
    expected: noTrust,
    posts: 0,
  },
  {
    name: "the certificate is signed by itself",
    secure: true,
    accept: overTls({ cert: untrustedCertificate, key }),
    expected: noTrust,
    posts: 0,
  },
  {
    name: "the certificate has expired",
    secure: true,
    accept: overTls({ cert: expiredCertificate, key }),
    expected: noTrust,
    posts: 0,
  },
  {
    name: "a certificate of ours is demanded, TLS 1.2",
    secure: true,
    accept: overTls({ ...trusted, requestCert: true, ca: certificate, maxVersion: "TLSv1.2" }),
    command: false,
    expected: notSent,
    posts: 0,
  },
  {
    name: "a certificate of ours is demanded, TLS 1.3: said only after the handshake is done here",
    secure: true,
    accept: overTls({ ...trusted, requestCert: true, ca: certificate, minVersion: "TLSv1.3" }),
    expected: unknown,
    posts: 0,
  },
  {
    name: "a TLS port speaks plain HTTP",
    secure: true,
    accept: (socket) =>
      socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\nSpeak HTTP\r\n")),
    expected: notSent,
    posts: 0,
  },
  {
    name: "a plain port speaks TLS",
    answer: (socket) => socket.end(unexpectedMessage, "latin1"),
    expected: unknown,
    posts: 1,
  },
  {
    name: "the request is read over TLS and the connection closed",
    secure: true,
    answer: (socket) => socket.destroy(),
    expected: unknown,
    posts: 1,
  },
  {
    name: "over TLS all is well",
    secure: true,
    expected: { verdict: "created" },
    posts: 1,
  },
  {
    name: "over TLS a body without length ends with the connection",
    secure: true,
    answer: sayAndClose((scene) => ["HTTP/1.1 200 OK", "", whole(scene)]),
    command: false,
    expected: { verdict: "created" },
    posts: 1,
  },
  {
    name: "the request is read and the connection reset",
    answer: (socket) => socket.resetAndDestroy(),
    expected: unknown,
    posts: 1,
  },
  {
    name: "the request is read and the connection closed",
    answer: (socket) => socket.end(),
    expected: unknown,
    posts: 1,
  },
  {
    name: "the request is read and nothing said",
    answer: () => {},
    hangs: true,
    expected: unknown,
    posts: 1,
  },
  {
    name: "the answer asks to keep the connection, which closes at once",
    // The request of another case on this connection would fail.
    alone: true,
    answer: sayAndClose((scene) => {
      const text = whole(scene);
      const length = `content-length: ${text.length}`;
      return ["HTTP/1.1 200 OK", "connection: keep-alive", length, "", text];
    }),
    expected: { verdict: "created" },
    posts: 1,
  },
  {
    name: "the answer comes twice",
    alone: true,
    answer: say((scene) => {
      const text = whole(scene);
      const one = ["HTTP/1.1 200 OK", `content-length: ${text.length}`, ""];
      return [...one, `${text}${one.join("\r\n")}`, text.replaceAll("0000", "9999")];
    }),
    expected: { verdict: "created" },
    posts: 1,
  },
];
