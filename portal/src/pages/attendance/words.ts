import { words } from '$/words/words';

export const w = words({
  title: ['报送培训人员', 'Publish who attended'],
  hint: [
    '拖入或选择 xlsx、CSV 文件，或从电子表格复制后粘贴。列：姓名、证件号码、结果（合格、不合格）为必填；证件类型、用人单位、统一社会信用代码、重点岗位、学时、证书编号可选。名单按原有顺序，一次给全。',
    'Drop or choose an xlsx or CSV file, or paste from a spreadsheet. Columns: name, id_number and result (passed, failed) are required; id_document, employer, credit_code, key_position, hours and certificate optional. The whole list, in its order.',
  ],
  private: ['人员信息只送信息交换服务，本页和协调服务都不保存。', 'Personal data go to the exchange service alone; neither this page nor coordination keeps them.'],
  file: ['选择文件', 'Choose a file'],
  paste: ['粘贴', 'Paste'],
  read: ['读取名单', 'Read the list'],
  found: ['读到 {count} 人', '{count} people were read'],
  faults: ['{count} 处需要改正', '{count} to be mended'],
  row: ['第 {number} 行', 'row {number}'],
  noHeading: ['没有找到表头：须有姓名、证件号码、结果三列', 'No heading was found: name, id_number and result are needed'],
  absent: ['缺少{field}', '{field} is missing'],
  result: ['结果须为：合格、不合格', 'the result must be passed or failed'],
  document: ['证件类型须为：居民身份证、护照、港澳台居民证件、其他证件', 'the document must be resident-card, passport, compatriot-permit or other'],
  hours: ['学时须为 0 至 10000 的整数', 'hours must be a whole number, 0 to 10000'],
  already: ['名单前 {count} 人已报送，从下一人起报送', 'The first {count} are published; it goes on with the next'],
  all: ['名单已全部报送', 'The whole list is published'],
  correct: ['更正已报送的名单：从第一人起重新报送', 'Correct what was published: all of the list again'],
  publish: ['报送 {count} 人', 'Publish {count}'],
  through: ['已报送 {done} / {of}', '{done} of {of} published'],
  done: ['培训人员已报送', 'Published'],
});
