/** A payload to start from for each channel, and the blank one. */
import type { NotifyPayload } from "notify-preflight";

export interface Sample {
  id: string;
  name: string;
  about: string;
  text: string;
}

function sample(id: string, name: string, about: string, payload: NotifyPayload): Sample {
  return { id, name, about, text: JSON.stringify(payload, null, 2) };
}

export const BLANK = `{
  "channel": "ivr",
  "userIdentityType": "resolve",
  "message": {
    "type": "text",
    "value": ""
  },
  "identities": []
}`;

export const SAMPLES: readonly Sample[] = [
  sample("ivr", "Voice & webhook", "A delivery call with a time slot", {
    channel: "ivr",
    webhookInstanceName: "Deliveries",
    userIdentityType: "resolve",
    message: {
      type: "text",
      value:
        "Hello {name}, this is Northwind Deliveries. Your order {orderId} arrives tomorrow between {from} and {to}. Someone needs to be at home to sign for it.",
    },
    identities: [
      {
        email: "ana.ortiz@example.com",
        parameters: { name: "Ana", orderId: "NW-20418", from: "9:00", to: "11:00" },
      },
      {
        email: "ben.carter@example.com",
        parameters: { name: "Ben", orderId: "NW-20423", from: "13:00", to: "15:00" },
      },
      {
        email: "chloe.martin@example.com",
        customMessage:
          "Hello {name}, this is Northwind Deliveries. Order {orderId} is waiting for you at the Harbour Street pick-up point.",
        parameters: { name: "Chloé", orderId: "NW-20431" },
      },
    ],
  }),
  sample("hangouts", "Google Chat", "A reminder to submit expenses", {
    channel: "hangouts",
    userIdentityType: "resolve",
    message: {
      type: "text",
      value:
        "Hi {name}, your expense report for {month} is still open. Please submit it by {deadline} so that it is paid with your next salary.",
    },
    identities: [
      { spaceId: "AAQAPWi7xYk", parameters: { name: "Priya", month: "May", deadline: "Friday, 6 June" } },
      { spaceId: "AAQAo7ZNt8A", parameters: { name: "Tom", month: "May", deadline: "Friday, 6 June" } },
      {
        spaceId: "AAQAm3Lr0Qs",
        customMessage:
          "Hi {name}, thank you for sending your {month} expenses early. One receipt is missing: the taxi on 14 May.",
        parameters: { name: "Mei", month: "May" },
      },
    ],
  }),
  sample("whatsapp", "WhatsApp", "A table booking with a picture", {
    channel: "whatsapp",
    userIdentityType: "resolve",
    message: {
      type: "template",
      value: {
        type: "image",
        image: {
          link: "https://example.com/terrace.jpg",
          caption:
            "Hi {name}, your table for {guests} at La Terrasse is booked for {time} on Saturday. Reply CHANGE to move it.",
        },
      },
    },
    identities: [
      { phoneNumber: "+14155550123", parameters: { name: "Olivia", guests: "two", time: "7:30 pm" } },
      { phoneNumber: "+447700900456", parameters: { name: "Sam", guests: "six", time: "8:00 pm" } },
      {
        phoneNumber: "+33639980123",
        customMessage:
          "Hi {name}, we have kept the quiet table by the window for you on Saturday at {time}. See you then!",
        parameters: { name: "Léa", time: "7:00 pm" },
      },
    ],
  }),
];
