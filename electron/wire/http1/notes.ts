/** What the trace says when a reply overtakes its request. */
export const earlyNote = {
  code: "early-reply",
  message: "The reply was complete before the request; the rest of it was not sent.",
};
export const refusedNote = {
  code: "expect-refused",
  message: "The server answered before the body was sent, so the body was not sent.",
};
export const switchedNote = {
  code: "switched-protocols",
  message: "The server switched to another protocol; what comes from here on is shown as bytes.",
};
export const waitedNote = {
  code: "expect-timeout",
  message: "No 100 Continue came in the time allowed; the body is sent all the same.",
};

export const cutOffNote = {
  code: "no-close-notify",
  message:
    "The server ended the connection without TLS's close_notify: somebody on the way may have cut the reply.",
};
