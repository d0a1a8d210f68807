// Sums as NumPy makes them: pairwise, eight at a time, so that a mean is the same to the last bit here and there.

/**
 * @param {ArrayLike<number>} values
 * @param {number} from
 * @param {number} count
 * @returns {number}
 */
function pairwise(values, from, count) {
  if (count < 8) {
    let total = count ? values[from] : 0;
    for (let i = 1; i < count; i++) total += values[from + i];
    return total;
  }
  if (count <= 128) {
    const r = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => values[from + i]);
    let i = 8;
    for (; i < count - (count % 8); i += 8) for (let k = 0; k < 8; k++) r[k] += values[from + i + k];
    let total = r[0] + r[1] + (r[2] + r[3]) + (r[4] + r[5] + (r[6] + r[7]));
    for (; i < count; i++) total += values[from + i];
    return total;
  }
  let half = Math.floor(count / 2);
  half -= half % 8;
  return pairwise(values, from, half) + pairwise(values, from + half, count - half);
}

/** The sum of some numbers; 0 of none. @param {ArrayLike<number>} values @returns {number} */
export function sum(values) {
  return pairwise(values, 0, values.length);
}

/** Their mean; NaN of none. @param {ArrayLike<number>} values @returns {number} */
export function mean(values) {
  return values.length ? sum(values) / values.length : NaN;
}

/** A quantile, linear between ranks, of numbers in any order. @param {ArrayLike<number>} values @param {number} share */
export function quantile(values, share) {
  const sorted = Array.from(values).sort((a, b) => a - b);
  if (!sorted.length) return NaN;
  const place = share * (sorted.length - 1);
  const low = Math.floor(place), high = Math.ceil(place);
  return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
}

/** Round to a whole number, a half to the even one, as Python does. @param {number} value */
export function even(value) {
  const low = Math.floor(value), rest = value - low;
  return rest === 0.5 ? low + (low % 2 === 0 ? 0 : 1) : Math.round(value);
}
