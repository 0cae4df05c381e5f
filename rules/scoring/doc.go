// Package scoring turns verdicts into points by a method that is data.
//
//	methods/mof-2020@1.yaml ─► Method ─┬─► Weights   (an assignment's 100 points)
//	                                   ├─► Points    (what a target earns, and its arithmetic)
//	                                   ├─► Pace      (lights against the time gone)
//	                                   └─► GradeOf, Alarms (of a total)
//
// Start with [Lookup] and [Method.Points]. Points and weights are whole
// hundredths, so that a total is the sum of the printed figures.
package scoring
