/**
 * What every other room stands on: counter-based random streams and argument checks.
 *
 * <p>Input: plain values. Output: plain values. Imports nothing of Sparsewalk; anybody may import it.
 */
package io.sparsewalk.common;
