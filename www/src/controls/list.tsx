/** The list that one of many is chosen from; there is none on a first visit, so it is fetched once somebody is in it. */
import { later } from "./later";

export const ChoiceList = later(async () => (await import("./rows")).ChoiceList);
