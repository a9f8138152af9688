/** The manifest of the story's team: two pools, and two applications of the first. */
export const storyManifest = `version: 1
environments:
  sandbox:
    target: sandbox
    vars: { site: sandbox.example.com }
  production:
    target: production
    vars: { site: example.com }

userPools:
  members:
    name: Members
    description: People who sign up at \${vars.site}.
  staff:
    name: Staff
    description: Employees.
    authorization:
      jwksUri: https://login.\${vars.site}/.well-known/jwks.json
      idClaim: email

sdkClients:
  web:
    name: Web app
    description: The browser front end of \${vars.site}.
    kind: { application: { userPool: members } }
  phone:
    name: Phone app
    description: The app in the stores.
    kind: { application: { userPool: members } }
`;

/** One more client, which a person makes by hand before it is in a manifest. */
export const kiosk = {
  name: "Kiosk",
  description: "Screens in the lobby.",
};

/** The clients that the team adds to the manifest later, each before the others. */
export const more = {
  kiosk: `  kiosk:
    name: ${kiosk.name}
    description: ${kiosk.description}
    kind: { application: { userPool: members } }
`,
  desk: `  desk:
    name: Help desk
    description: Tools of the help desk.
    kind: { application: { userPool: staff } }
`,
  shop: `  shop:
    name: Shop
    description: Where members buy.
    kind: { application: { userPool: members } }
`,
  jobs: `  jobs:
    name: Jobs
    description: Server-side jobs.
    kind: service
`,
};
