// Package load reads a programme's definitions from YAML and from workbooks in the
// official layout, says everything that is wrong with them at once, compares two
// versions, and writes them as such a workbook.
//
//	sources ──► node tree ──► description ──► Programme ──► Lint
//	(verbatim)  (places kept)  (which keys)    (readings,     Difference
//	                              │             due dates)
//	                              └──► Schema, for editors
//
// A definition reads like the document it was taken from, in Chinese or English:
//
//	项目:
//	  编号: monitoring
//	  名称: 2021年省本级企业情况综合工作经费
//	  资金: {承担单位: 广东省工业和信息化厅, 名称: 数据采集, 金额: 185}
//	  绩效指标:
//	    产出/数量指标:
//	      企业数据采集现场业务培训人数: 350人次
//	      企业数据通过省审核的企业家数:
//	        目标: 8.5万家次
//	        编号: approved
//
// Where many regions have the same indicators, 分配表 holds a header row and a row
// for each region. Every text is kept as it was typed: 0.850, yes and "9960 ".
//
// In a workbook a sheet is one 项目支出绩效目标申报表: a project, or a project in one
// region (地区). Its labels and columns are the same keys; what the form has no place
// for stands right of its table (编号, 分值, 汇总方式 …), under 补充信息 and 资金明细 below
// it, and on a sheet 专项.
//
// Start with [Read]. The keys that a definition may use stand once, in
// description.go, from which both the reader and the JSON Schema are made.
package load
