package dev.talma.otp;

/// The children of a supervisor in numbers.
///
/// @param specs how many children it knows, whether they run or not
/// @param active how many of them run
/// @param supervisors how many are supervisors, whether they run or not
/// @param workers how many are not
public record ChildCounts(int specs, int active, int supervisors, int workers) {}
