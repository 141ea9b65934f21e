import { texts } from '../pairs'

/** Attached values that we know by name; others are shown as they are. */
export default texts('data', {
  page: ['所在网页', 'Page'],
  menu: ['菜单选择', 'Menu choice'],
  choice: ['选择', 'Choice'],
  topic: ['事项', 'Topic'],
  intent: ['来意', 'Wants'],
  language: ['语言', 'Language'],
  transfer_note: ['转接说明', 'Note on transfer'],
  known: ['已识别', 'Recognised'],
  ani: ['主叫号码', 'Caller'],
  dnis: ['被叫号码', 'Number dialled'],
  customer_number: ['客户号', 'Customer no.'],
  customer_name: ['客户姓名', 'Customer name'],
  parent: ['来自通话', 'From call'],
})
