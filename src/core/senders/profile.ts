/** The shape of a sender profile: data only. To be defined by the senders work. */
export {};
