/** A payload with a few mistakes to find. */
export const payload = `{
  "channel": "ivr",
  "message": {
    "type": "text",
    "value": "Hello {name}, your order {order} is on its way"
  },
  "identities": [
    { "email": "ada@example.com", "parameters": { "name": "Ada", "order": "A-17" } },
    { "email": "bo@example.com", "parameters": { "Name": "Bo", "order": "A-18" } },
    { "email": "cy@example.com", "customMesage": "Hello Cy" },
    { "phoneNumber": "+4915550000001" }
  ]
}
`;
