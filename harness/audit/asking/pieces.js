/** Some of the pieces that were gathered. */
({ key, from, count }) => (window[Symbol.for(key)] || []).slice(from, from + count)
