import { texts } from '../pairs'

/** Attached values that we know, as `name_value`; others are shown as they are. */
export default texts('value', {
  topic_balance: ['查询余额', 'Balance'],
  topic_complaint: ['投诉建议', 'Complaint'],
  topic_operator: ['人工服务', 'Operator'],
  business_complaint: ['投诉建议', 'Complaint'],
  tier_standard: ['普通', 'Standard'],
  tier_vip: ['重要客户', 'VIP'],
  'language_zh-Hans': ['中文', 'Chinese'],
  language_en: ['英语', 'English'],
  'customer_language_zh-Hans': ['中文', 'Chinese'],
  customer_language_en: ['英语', 'English'],
})
