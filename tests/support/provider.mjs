// The certified provider of OpenID Connect `oidc-provider`, with people that a test names, and a switch that spoils what it signs.
//
//   node provider.mjs NODE_MODULES
//
// Says its address on standard output. `POST /control` with {"website": URL, "people": {LOGIN: {CLAIM: VALUE}}} begins; with {"spoil": WHAT} every token of
// identity from then on is wrong in that way, and with {"rotate": true} it is signed with another key.
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(`${process.argv[2]}/`)
const load = (name) => import(pathToFileURL(require.resolve(name)))
const { Provider } = await load('oidc-provider')
const jose = await import(
  pathToFileURL(createRequire(require.resolve('oidc-provider')).resolve('jose'))
)

const pair = async (kid) => {
  const { privateKey } = await jose.generateKeyPair('RS256', { extractable: true })
  return { ...(await jose.exportJWK(privateKey)), kid, use: 'sig', alg: 'RS256' }
}
const stranger = await pair('first')
let keys = [await pair('first')]
let people = {}
let website = ''
let spoil = ''
let provider

// What a dishonest provider, or somebody in its name, would sign.
const hour = 3600
const SPOILT = {
  issuer: (claims) => ({ ...claims, iss: 'https://evil.example' }),
  audience: (claims) => ({ ...claims, aud: 'another-client' }),
  party: (claims) => ({ ...claims, aud: [claims.aud, 'another-client'], azp: 'another-client' }),
  several: (claims) => ({ ...claims, aud: [claims.aud, 'another-client'] }),
  nonce: (claims) => ({ ...claims, nonce: 'that of another attempt' }),
  'no nonce': ({ nonce, ...claims }) => claims,
  expiry: (claims) => ({ ...claims, iat: claims.iat - 2 * hour, exp: claims.iat - hour }),
  'no expiry': ({ exp, ...claims }) => claims,
  'expiry in words': (claims) => ({ ...claims, exp: 'never' }),
  future: (claims) => ({ ...claims, nbf: claims.iat + hour }),
  subject: (claims) => ({ ...claims, sub: 'somebody-else' }),
  'no subject': ({ sub, ...claims }) => claims,
}

async function spoilt(token) {
  const claims = jose.decodeJwt(token)
  const header = jose.decodeProtectedHeader(token)
  const part = (value) => jose.base64url.encode(JSON.stringify(value))
  switch (spoil) {
    case 'signature':
      return new jose.SignJWT(claims).setProtectedHeader(header).sign(await jose.importJWK(stranger, 'RS256'))
    case 'key':
      return new jose.SignJWT(claims)
        .setProtectedHeader({ ...header, kid: 'unheard of' })
        .sign(await jose.importJWK(stranger, 'RS256'))
    case 'none':
      return `${part({ alg: 'none' })}.${part(claims)}.`
    case 'shared': {
      // The oldest trick: the public key taken for a shared secret.
      const secret = new TextEncoder().encode(keys[0].n)
      return new jose.SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: header.kid }).sign(secret)
    }
    case 'cut':
      return token.slice(0, token.lastIndexOf('.') + 1)
    default:
      return new jose.SignJWT(SPOILT[spoil](claims))
        .setProtectedHeader(header)
        .sign(await jose.importJWK(keys[0], 'RS256'))
  }
}

function begin(issuer) {
  provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'signpost',
        client_secret: 'the secret of the client +%/',
        redirect_uris: [`${website}/admin/sign-in/answer`],
        post_logout_redirect_uris: [`${website}/admin/sign-in`],
      },
    ],
    jwks: { keys },
    cookies: { keys: ['a key of a test'] },
    claims: { profile: ['name', 'groups', 'department'] },
    pkce: { required: () => true },
    findAccount: (_, login) =>
      people[login] && { accountId: login, claims: () => ({ sub: login, ...people[login] }) },
    // Staff are not asked what the city may know of them.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
      grant.addOIDCScope('openid profile')
      await grant.save()
      return grant
    },
  })
  provider.use(async (context, next) => {
    await next()
    if (context.path === '/token' && spoil && context.body?.id_token) {
      context.body.id_token = await spoilt(context.body.id_token)
    }
  })
}

const text = async (request) => {
  let all = ''
  for await (const piece of request) all += piece
  return all
}

const server = createServer(async (request, response) => {
  if (request.url !== '/control') return provider.callback()(request, response)
  const asked = JSON.parse(await text(request))
  people = asked.people ?? people
  spoil = asked.spoil ?? spoil
  if (asked.rotate) keys = [await pair('second')]
  if (asked.website) website = asked.website
  if (asked.website || asked.rotate) begin(`http://127.0.0.1:${server.address().port}`)
  response.end()
})
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`))
// Whoever started it went away.
process.stdin.on('end', () => process.exit()).resume()
