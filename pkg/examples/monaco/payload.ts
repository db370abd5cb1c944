/** A payload with a few mistakes to find. */
export const payload = `{
  "channel": "ivr",
  "mesage": {
    "type": "text",
    "value": "Hello {name}, your order {order} has left our house"
  },
  "identities": [
    { "email": "ada@example.com", "parameters": { "name": "Ada", "order": "A-17" } },
    { "email": "bo@example.com", "parameters": { "Name": "Bo", "order": "A-18" } },
    { "phoneNumber": "+4915550000001" }
  ]
}
`;
