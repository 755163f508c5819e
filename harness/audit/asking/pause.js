/** Lets some milliseconds pass. */
({ time }) => new Promise((resolve) => setTimeout(() => resolve(true), time))
