// An OpenID Connect provider whose page signs everybody in at once, as whom the file SUBJECT says; for tests/e2e/9_single_sign_on_test.sh.
//
//   LISTEN_PORT, TLS_CERT, TLS_KEY     HTTPS on 127.0.0.1, reached as localhost
//   REDIRECT_URI, CLIENT_ID            the portal
//   SUBJECT_FILE                       read at each login
import {readFileSync} from 'node:fs';
import https from 'node:https';
import {Provider} from 'oidc-provider';

const {LISTEN_PORT, TLS_CERT, TLS_KEY, REDIRECT_URI, CLIENT_ID, SUBJECT_FILE} = process.env;
const issuer = `https://localhost:${LISTEN_PORT}`;
const provider = new Provider(issuer, {
  clients: [{
    client_id: CLIENT_ID,
    redirect_uris: [REDIRECT_URI],
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code'],
    response_types: ['code'],
    require_auth_time: true,
  }],
  pkce: {required: () => true, methods: ['S256']},
  features: {devInteractions: {enabled: false}},
  interactions: {url: (context, interaction) => `/interaction/${interaction.uid}`},
  findAccount: (context, id) => ({accountId: id, claims: () => ({sub: id})}),
  cookies: {keys: ['of a test']},
});

// What a person would do on the provider's pages.
async function interact(request, response) {
  const {prompt, params, session, grantId} = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    const result = {login: {accountId: readFileSync(SUBJECT_FILE, 'utf8').trim()}};
    return provider.interactionFinished(request, response, result, {mergeWithLastSubmission: false});
  }
  const grant = grantId ? await provider.Grant.find(grantId)
    : new provider.Grant({accountId: session.accountId, clientId: params.client_id});
  grant.addOIDCScope('openid');
  return provider.interactionFinished(request, response, {consent: {grantId: await grant.save()}}, {mergeWithLastSubmission: true});
}

const answer = provider.callback();
https.createServer({cert: readFileSync(TLS_CERT), key: readFileSync(TLS_KEY)}, (request, response) => {
  if (!request.url.startsWith('/interaction/')) return answer(request, response);
  interact(request, response).catch((error) => response.writeHead(500).end(String(error)));
}).listen(Number(LISTEN_PORT), '127.0.0.1');
