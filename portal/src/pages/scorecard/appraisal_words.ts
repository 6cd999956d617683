import { words } from '$/words/words';

export const a = words({
  title: ['部门考核', 'Assessment of departments'],
  none: ['本方案未规定部门考核', 'This plan has no assessment'],
  nothing: ['本年度没有涉及任何部门的考核项目', 'No item concerns any department in this period'],
  derived: ['尚未公布，按现有数据推算。', 'Not published yet: derived from what is known.'],
  edition: ['第 {number} 版，{time} 公布', 'Edition {number}, published {time}'],
  differs: ['公布后数据有变化。', 'What it rests on has changed since.'],
  showDerived: ['按现有数据推算', 'Derive from what is known now'],
  showEdition: ['看公布的版本', 'Show what was published'],
  place: ['名次', 'Place'],
  score: ['得分', 'Score'],
  points: ['{count} 分', 'of {count}'],
  reached: ['{reached} / {counted} 项', '{reached} of {counted}'],
  deduction: ['瞒报扣分', 'Off for concealments'],
  provisional: ['暂定', 'Provisional'],
  grounds: ['推算依据', 'How it follows'],
  editions: ['已公布的版本', 'Published editions'],
  publish: ['公布考核', 'Publish'],
  publishTitle: ['公布部门考核', 'Publish the assessment'],
  publishText: ['公布后不能修改，只能再公布新的一版；年度结束后方可公布。', 'What is published never changes; there may be a next edition. Only after the period has ended.'],
  published: ['已公布第 {number} 版', 'Edition {number} is published'],
});
