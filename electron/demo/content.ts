/** What the demo server offers, as text. */
export const index = `Envoi's demo server. It listens on this machine only.

/echo                    what arrived, as JSON
/status/418              any status from 200 to 599
/delay/1500              waits that many ms, then echoes
/redirect/3              three redirects, then /echo (?status=307 for another kind)
/cookies/set?a=1&b=2     sets cookies, then shows them
/encoded/gzip            gzip, deflate, br or zstd
/chunked                 chunks with extensions, then trailers
/hints                   103 Early Hints, then 200
/events                  server-sent events
/malformed/chunk-size    a reply that breaks the rules (/malformed/x lists the kinds)
/bytes/100000000         that many bytes
/basic/ana               asks for Basic authentication
/html                    a page
/image                   a picture
`;

/** A page whose script must never run in a preview: it would turn the sentence red. */
export const html = `<!doctype html>
<html lang="en">
<title>Demo page</title>
<style>body { font: 16px system-ui; margin: 3rem auto; max-width: 32rem } h1 { font-size: 1.4rem }</style>
<h1>A page, shown in a sandbox</h1>
<p id="line">No script of this page runs here, and nothing is fetched for it.</p>
<script>document.getElementById("line").style.color = "red";</script>
</html>
`;
