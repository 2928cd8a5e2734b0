package tributary.decide;

/** Which way of a metric is good. */
public enum Direction {
    /** More is better: conversion, revenue. */
    HIGHER_IS_BETTER(1),
    /** Less is better: latency, refunds. */
    LOWER_IS_BETTER(-1);

    private final int sign;

    Direction(int sign) {
        this.sign = sign;
    }

    /** 1 or -1: a lift times this is an improvement. */
    public int sign() {
        return sign;
    }
}
