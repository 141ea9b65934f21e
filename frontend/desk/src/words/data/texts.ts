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
  business: ['业务', 'Business'],
  tier: ['客户等级', 'Tier'],
  customer_language: ['客户语言', 'Customer’s language'],
  account_number: ['账号', 'Account no.'],
  balance: ['余额', 'Balance'],
  valid_until: ['有效期至', 'Valid until'],
  company: ['单位', 'Company'],
  email: ['电子邮箱', 'E-mail'],
  address: ['地址', 'Address'],
  note: ['备注', 'Note'],
  known: ['已识别', 'Recognised'],
  ani: ['主叫号码', 'Caller'],
  callback_number: ['回呼号码', 'Call-back number'],
  dnis: ['被叫号码', 'Number dialled'],
  customer_number: ['客户号', 'Customer no.'],
  customer_name: ['客户姓名', 'Customer name'],
  parent: ['来自通话', 'From call'],
})
